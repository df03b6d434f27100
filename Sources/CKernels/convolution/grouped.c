// Grouped convolutions: how they are cut into units. A group is as wide as a vector.
#include "grouped_internal.h"

// Tiles of a unit, and the batch's sums of the weights' gradient at most, whatever the workers.
#define TILES_OF_UNIT 48
#define MOST_SUMS 32
// Pixels whose 16 channels, of images and gradients, stay in the first cache.
#define PIXELS_OF_BLOCK 128

int forger_grouped_plan(
    ForgerGrouped *plan, const ForgerConvolution *sizes, size_t groups, ForgerConvolutionPass pass,
    size_t workers) {
  *plan = (ForgerGrouped){
      .sizes = *sizes, .pass = pass, .groups = groups, .workers = workers > 0 ? workers : 1};
  const size_t channels = groups * LANES;
  if (groups == 0 || sizes->input_channels != channels || sizes->output_channels != channels) return 0;
  if (sizes->kernel != 3 || sizes->stride != 1) return 0;
  if (sizes->padding_top != 1 || sizes->padding_left != 1) return 0;
  if (sizes->input_height != sizes->output_height || sizes->input_width != sizes->output_width)
    return 0;
  const size_t height = sizes->input_height, width = sizes->input_width;
  if (sizes->batch == 0 || height == 0 || width == 0) return 0;
  plan->tile_rows = (height + GROUPED_TILE - 1) / GROUPED_TILE;
  plan->tile_columns = (width + GROUPED_TILE - 1) / GROUPED_TILE;
  if (pass == FORGER_WEIGHT_GRADIENT) {
    const size_t rows = PIXELS_OF_BLOCK / (width + 2);
    plan->rows_of_block = rows == 0 ? 1 : rows < height ? rows : height;
    plan->images_of_unit = (sizes->batch + MOST_SUMS - 1) / MOST_SUMS;
    plan->shared_floats = forger_grouped_sums(plan) * groups * GROUPED_TAPS * LANES * LANES;
    plan->worker_floats = forger_grouped_block_floats(plan);
  } else {
    plan->shared_floats = groups * GROUPED_POINTS * LANES * LANES;
    plan->worker_floats = 2 * GROUPED_POINTS * GROUPED_TILES * LANES;
  }
  return 1;
}

size_t forger_grouped_sums(const ForgerGrouped *plan) {
  return (plan->sizes.batch + plan->images_of_unit - 1) / plan->images_of_unit;
}

size_t forger_grouped_scratch(const ForgerGrouped *plan) {
  return (plan->shared_floats + plan->workers * plan->worker_floats) * sizeof(float);
}

size_t forger_grouped_stages(const ForgerGrouped *plan) {
  (void)plan;
  return 2;
}

static size_t tiles_of(const ForgerGrouped *plan) {
  return plan->sizes.batch * plan->tile_rows * plan->tile_columns;
}

size_t forger_grouped_units(const ForgerGrouped *plan, size_t stage) {
  if (plan->pass == FORGER_WEIGHT_GRADIENT)
    return stage == 0 ? forger_grouped_sums(plan) * plan->groups : plan->groups;
  return stage == 0 ? plan->groups : (tiles_of(plan) + TILES_OF_UNIT - 1) / TILES_OF_UNIT;
}

void forger_grouped_run(
    const ForgerGrouped *plan, const ForgerConvolutionCall *call, size_t stage, size_t unit,
    size_t worker) {
  float *shared = call->scratch;
  float *own = shared + plan->shared_floats + worker * plan->worker_floats;
  if (plan->pass == FORGER_WEIGHT_GRADIENT) {
    if (stage == 0)
      forger_grouped_sum(plan, call, unit % plan->groups, unit / plan->groups, own, shared);
    else
      forger_grouped_add(plan, unit, shared, call->result);
  } else if (stage == 0) {
    forger_grouped_weights(plan, call->other, unit, shared);
  } else {
    const size_t first = unit * TILES_OF_UNIT, all = tiles_of(plan);
    const size_t last = first + TILES_OF_UNIT < all ? first + TILES_OF_UNIT : all;
    forger_grouped_tiles(plan, call, first, last, shared, own);
  }
}
