// Plans how a pass is divided into tiles, chunks and panels, and how much memory they need.
#include "../lanes.h"
#include "winograd_layout.h"

// A chunk's transformed tiles should stay in the last-level cache, a worker's transformed weights and
// products in the second-level cache. Measured to be flat around these values.
#define CHUNK_BYTES (4 << 20)
#define GRADIENT_CHUNK_BYTES (3 << 20)
#define WEIGHT_BYTES (320 << 10)
#define FEWEST_TILES 64
#define MOST_TILES 128
#define COLUMNS_OF_UNIT 4

// The axis of a correlation with the kernel: phase p holds the taps s * j + p.
static ForgerWinogradAxis forward_axis(
    const ForgerConvolution *sizes, size_t output, size_t padding) {
  const ptrdiff_t stride = (ptrdiff_t)sizes->stride;
  ForgerWinogradAxis axis = {
    .step = stride, .kernel_step = stride, .count = output, .result_step = 1};
  for (ptrdiff_t phase = 0; phase < 2; ++phase) {
    axis.base[phase] = phase - (ptrdiff_t)padding;
    axis.kernel_base[phase] = phase;
  }
  return axis;
}

// The axis of the input gradient at s * t + part, which involves only the taps k - s * j.
static ForgerWinogradAxis backward_axis(
    const ForgerConvolution *sizes, size_t input, size_t padding, size_t part) {
  const size_t stride = sizes->stride, residue = (part + padding) % stride;
  const size_t last = sizes->kernel - 1 - (sizes->kernel - 1 + stride - residue) % stride;
  const size_t count = input > part ? divided(input - part, stride) : 0;
  return (ForgerWinogradAxis){
    .step = 1,
    .base = {((ptrdiff_t)(part + padding) - (ptrdiff_t)last) / (ptrdiff_t)stride},
    .kernel_step = -(ptrdiff_t)stride,
    .kernel_base = {(ptrdiff_t)last},
    .count = count,
    .result_step = (ptrdiff_t)stride,
    .result_base = (ptrdiff_t)part};
}

// The number of tiles in a group, 4 to 6, that wastes the least of a micro-kernel.
static size_t best_group(size_t tiles) {
  size_t best = 6, best_cost = (size_t)-1;
  for (size_t group = 6; group >= 4; --group) {
    const size_t cost = divided(tiles, group) * (group + 1);
    if (cost < best_cost) best = group, best_cost = cost;
  }
  return best;
}

// The tiles of an axis, and which of its phases have one tap less, if the method can use that.
static void complete_axis(const ForgerWinograd *plan, ForgerWinogradAxis *axis) {
  const ptrdiff_t kernel = (ptrdiff_t)plan->sizes.kernel;
  axis->tiles = divided(axis->count, plan->tile);
  for (size_t phase = 0; phase < plan->phases; ++phase) {
    const ptrdiff_t last =
        axis->kernel_base[phase] + axis->kernel_step * ((ptrdiff_t)plan->taps - 1);
    axis->is_short[phase] = plan->taps == UNEVEN_TAPS && (last < 0 || last >= kernel);
  }
}

// The method with the fewest multiplications; 0 if none has that many taps.
static int choose_method(ForgerWinograd *plan) {
  static const struct { ForgerWinogradMethod method; size_t tile, taps; } methods[] = {
    {FORGER_F_4_2, 4, 2}, {FORGER_F_2_3, 2, 3}, {FORGER_F_4_3, 4, 3}, {FORGER_F_4_5, 4, 5}};
  const ForgerConvolution *sizes = &plan->sizes;
  const size_t direct = sizes->output_height * sizes->output_width * sizes->kernel * sizes->kernel
      * plan->inner * plan->outer;
  const size_t of_a_point = plan->parts * plan->parts * plan->phases * plan->phases
      * plan->inner_panels * plan->outer_panels * LANES * LANES;
  size_t least = (size_t)-1;
  for (size_t i = 0; i < sizeof methods / sizeof *methods; ++i) {
    if (methods[i].taps != plan->taps) continue;
    const size_t tile = methods[i].tile, points = tile + plan->taps - 1;
    const size_t products = divided(plan->axes[0][0].count, tile)
        * divided(plan->axes[0][1].count, tile) * points * points * of_a_point;
    if (products >= least) continue;
    least = products;
    plan->method = methods[i].method;
    plan->tile = tile;
    plan->points = points;
  }
  if (least == (size_t)-1) return 0;
  plan->saves = least < direct;
  for (size_t part = 0; part < plan->parts; ++part)
    for (size_t axis = 0; axis < 2; ++axis)
      complete_axis(plan, &plan->axes[part][axis]);
  return 1;
}

// Chunks for which the transformed images stay in cache, and the memory of the weight gradient.
static void plan_gradient(ForgerWinograd *plan) {
  const size_t squares = plan->points * plan->points;
  const size_t tile = squares * LANES * sizeof(float) * (input_panels(plan) + plan->outer_panels);
  const size_t most = larger(GRADIENT_CHUNK_BYTES / tile, FEWEST_TILES);
  plan->chunk = divided(most_tiles(plan), divided(most_tiles(plan), most));
  plan->group = plan->chunk;
  plan->splits = plan->depth = plan->rows_of_unit = 1;
  plan->columns_of_unit = smaller(COLUMNS_OF_UNIT, plan->outer_panels);
  while (plan->columns_of_unit > 1 && block_units(plan) < 2 * plan->workers)
    --plan->columns_of_unit;
  plan->shared_bytes = squares * (input_point(plan) + gradient_point(plan)) * sizeof(float);
  const size_t block = squares * block_point(plan) * sizeof(float);
  if (chunks(plan) > 1) {
    plan->shared_bytes += block_units(plan) * block;
  } else {
    plan->worker_bytes = block;
  }
}

// The same for the passes that produce images.
static void plan_products(ForgerWinograd *plan) {
  const size_t squares = plan->points * plan->points, panels = input_panels(plan);
  const size_t most = CHUNK_BYTES / (squares * LANES * sizeof(float) * panels);
  const size_t tiles = smaller(larger(most, FEWEST_TILES), MOST_TILES);
  const size_t even = divided(most_tiles(plan), divided(most_tiles(plan), tiles));
  plan->group = best_group(even);
  plan->chunk = divided(even, plan->group) * plan->group;
  const size_t depth = larger(WEIGHT_BYTES / (squares * LANES * LANES * sizeof(float)), 1);
  plan->depth = divided(panels, divided(panels, depth));
  if (plan->taps == UNEVEN_TAPS) {
    // A block of panels stays in one phase, since phases may omit points.
    plan->depth = smaller(plan->depth, plan->inner_panels);
    while (plan->inner_panels % plan->depth != 0) --plan->depth;
  }
  plan->splits = smaller(divided(2 * plan->workers, plan->outer_panels), groups(plan));
  plan->shared_bytes = squares * input_point(plan) * sizeof(float);
  plan->worker_bytes = squares * (weights_point(plan) + products_point(plan)) * sizeof(float);
}

int forger_winograd_plan(
    ForgerWinograd *plan, const ForgerConvolution *sizes, ForgerConvolutionPass pass,
    size_t workers) {
  *plan = (ForgerWinograd){.sizes = *sizes, .pass = pass, .workers = larger(workers, 1)};
  if (sizes->stride < 1 || sizes->stride > 2) return 0;
  plan->taps = divided(sizes->kernel, sizes->stride);
  const int back = pass == FORGER_INPUT_GRADIENT;
  plan->phases = back ? 1 : sizes->stride;
  plan->parts = back ? sizes->stride : 1;
  plan->inner = back ? sizes->output_channels : sizes->input_channels;
  plan->outer = back ? sizes->input_channels : sizes->output_channels;
  plan->inner_panels = divided(plan->inner, LANES);
  plan->outer_panels = divided(plan->outer, LANES);
  if (plan->inner == 0 || plan->outer == 0) return 0;
  for (size_t part = 0; part < plan->parts; ++part) {
    plan->axes[part][0] = back
        ? backward_axis(sizes, sizes->input_height, sizes->padding_top, part)
        : forward_axis(sizes, sizes->output_height, sizes->padding_top);
    plan->axes[part][1] = back
        ? backward_axis(sizes, sizes->input_width, sizes->padding_left, part)
        : forward_axis(sizes, sizes->output_width, sizes->padding_left);
  }
  if (!choose_method(plan) || most_tiles(plan) == 0) return 0;
  if (pass == FORGER_WEIGHT_GRADIENT) {
    plan_gradient(plan);
  } else {
    plan_products(plan);
  }
  return 1;
}
