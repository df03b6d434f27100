// The stages of a planned pass and their units.
#include "winograd_layout.h"

#define TILES_OF_UNIT 4

size_t forger_winograd_scratch(const ForgerWinograd *plan) {
  return plan->shared_bytes + plan->workers * plan->worker_bytes;
}

// The even stages transform a chunk's images, the odd ones make products and transform back.
size_t forger_winograd_stages(const ForgerWinograd *plan) {
  return 2 * chunks(plan) * plan->parts * plan->parts;
}

typedef struct {
  size_t part, first, count;  // tiles of the chunk
  int products;
} Stage;

static Stage stage_of(const ForgerWinograd *plan, size_t index) {
  Stage stage = {.part = index / 2 / chunks(plan), .products = index % 2};
  const size_t tiles = tiles_of(plan, stage.part);
  stage.first = smaller(index / 2 % chunks(plan) * plan->chunk, tiles);
  stage.count = smaller(plan->chunk, tiles - stage.first);
  return stage;
}

size_t forger_winograd_units(const ForgerWinograd *plan, size_t index) {
  const Stage stage = stage_of(plan, index);
  if (stage.count == 0) return 0;
  if (!stage.products) return divided(stage.count, TILES_OF_UNIT);
  if (plan->pass == FORGER_WEIGHT_GRADIENT) return block_units(plan);
  return plan->outer_panels * plan->splits;
}

static void run_transform(
    const ForgerWinograd *plan, const ForgerConvolutionCall *call, Stage stage, size_t unit) {
  const ForgerConvolution *sizes = &plan->sizes;
  const int back = plan->pass == FORGER_INPUT_GRADIENT;
  const ForgerWinogradAxis axes[2] = {
    plan->axes[stage.part / plan->parts][0], plan->axes[stage.part % plan->parts][1]};
  const WinogradImages images = {
    call->images, back ? sizes->output_height : sizes->input_height,
    back ? sizes->output_width : sizes->input_width, plan->inner, axes, plan->phases};
  WinogradTiles tiles = {
    call->scratch, input_point(plan), input_block(plan), plan->depth, plan->group};
  const size_t place = unit * TILES_OF_UNIT;
  const size_t count = smaller(TILES_OF_UNIT, stage.count - place);
  forger_winograd_input(plan->method, &images, &tiles, stage.first + place, count, place);
  if (plan->pass != FORGER_WEIGHT_GRADIENT) return;
  ForgerWinogradAxis plain[2] = {axes[0], axes[1]};
  plain[0].step = plain[1].step = 1;
  plain[0].base[0] = plain[1].base[0] = 0;
  const WinogradImages gradients = {
    call->other, sizes->output_height, sizes->output_width, plan->outer, plain, 1};
  WinogradTiles columns = {
    (float *)call->scratch + plan->points * plan->points * input_point(plan),
    gradient_point(plan), plan->chunk * LANES, 1, plan->chunk};
  forger_winograd_output_gradient(
      plan->method, &gradients, &columns, stage.first + place, count, place);
}

static void run_products(
    const ForgerWinograd *plan, const ForgerConvolutionCall *call, Stage stage, size_t unit,
    size_t worker) {
  const ForgerConvolution *sizes = &plan->sizes;
  const int back = plan->pass == FORGER_INPUT_GRADIENT;
  const size_t squares = plan->points * plan->points, panels = input_panels(plan);
  const ForgerWinogradAxis axes[2] = {
    plan->axes[stage.part / plan->parts][0], plan->axes[stage.part % plan->parts][1]};
  const size_t outer = unit / plan->splits * LANES;
  const size_t length = divided(groups(plan), plan->splits) * plan->group;
  const size_t first = smaller(unit % plan->splits * length, stage.count);
  const size_t last = smaller(first + length, stage.count);
  if (first == last) return;
  float *weights =
      (float *)((char *)call->scratch + plan->shared_bytes + worker * plan->worker_bytes);
  float *products = weights + squares * weights_point(plan);
  for (size_t panel = 0; panel < panels; panel += plan->depth) {
    const size_t depth = smaller(plan->depth, panels - panel);
    forger_winograd_weights(
        plan, axes, call->other, panel, depth, outer, weights, weights_point(plan));
    for (size_t point = 0; point < squares; ++point) {
      if (lacks(plan, axes, panel, point)) continue;
      forger_winograd_product(
          (const float *)call->scratch + point * input_point(plan)
              + panel / plan->depth * input_block(plan) + first * plan->depth * LANES,
          last - first, plan->group, plan->depth, depth,
          weights + point * weights_point(plan), products + point * products_point(plan), panel > 0);
    }
  }
  const size_t height = back ? sizes->input_height : sizes->output_height;
  const size_t width = back ? sizes->input_width : sizes->output_width;
  forger_winograd_output(
      plan->method, products, products_point(plan), axes, call->bias, call->result, height, width,
      plan->outer, outer, stage.first + first, last - first,
      can_stream(call->result, plan->outer, sizes->batch * height * width * plan->outer));
}

static void run_outer_products(
    const ForgerWinograd *plan, const ForgerConvolutionCall *call, Stage stage, size_t unit,
    size_t worker) {
  const size_t squares = plan->points * plan->points;
  const size_t across = divided(plan->outer_panels, plan->columns_of_unit);
  const size_t row = unit / across * plan->rows_of_unit;
  const size_t rows = smaller(plan->rows_of_unit, input_panels(plan) - row);
  const size_t column = unit % across * plan->columns_of_unit;
  const size_t columns = smaller(plan->columns_of_unit, plan->outer_panels - column);
  const float *inputs = call->scratch;
  const float *gradients = inputs + squares * input_point(plan);
  float *blocks;
  if (chunks(plan) > 1) {
    blocks = (float *)call->scratch + squares * (input_point(plan) + gradient_point(plan))
        + unit * squares * block_point(plan);
  } else {
    blocks = (float *)((char *)call->scratch + plan->shared_bytes + worker * plan->worker_bytes);
  }
  const size_t length = plan->chunk * LANES;
  for (size_t point = 0; point < squares; ++point)
    for (size_t i = 0; i < rows; ++i) {
      if (lacks(plan, plan->axes[0], row + i, point)) continue;
      for (size_t j = 0; j < columns; ++j)
        forger_winograd_outer_product(
            inputs + point * input_point(plan) + (row + i) * length,
            gradients + point * gradient_point(plan) + (column + j) * length, stage.count,
            blocks + point * block_point(plan) + (i * columns + j) * LANES * LANES,
            stage.first > 0);
    }
  if (stage.first + stage.count < most_tiles(plan)) return;
  for (size_t i = 0; i < rows; ++i)
    for (size_t j = 0; j < columns; ++j) {
      const float *block = blocks + (i * columns + j) * LANES * LANES;
      const size_t outer = (column + j) * LANES;
      if (forger_winograd_weight_gradient(
              plan, block, block_point(plan), row + i, outer, call->result))
        forger_winograd_repair(plan, call, block, block_point(plan), row + i, outer);
    }
}

void forger_winograd_run(
    const ForgerWinograd *plan, const ForgerConvolutionCall *call, size_t index, size_t unit,
    size_t worker) {
  const Stage stage = stage_of(plan, index);
  if (!stage.products) {
    run_transform(plan, call, stage, unit);
  } else if (plan->pass == FORGER_WEIGHT_GRADIENT) {
    run_outer_products(plan, call, stage, unit, worker);
  } else {
    run_products(plan, call, stage, unit, worker);
  }
}
