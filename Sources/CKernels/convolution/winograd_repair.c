// Weight gradients that drown in rounding errors, recomputed by the definition.
#include "winograd_noise.h"

// A sum of more nonzero terms than this is as precise as its neighbors and is kept.
#define MOST_TERMS 64

#define PIXELS 64

// The weights of one tap between 16 inner and 16 outer channels.
typedef struct {
  const ForgerConvolution *sizes;
  const float *images, *gradients;
  ptrdiff_t down, across;  // from the pixels of the output times the stride to those of the input
  size_t inner, outer;     // the first channels
} Tap;

typedef struct { size_t first, last; } Range;

// The outputs whose input lies inside the image.
static Range outputs_inside(size_t outputs, size_t inputs, size_t stride, ptrdiff_t offset) {
  const size_t first = offset < 0 ? divided((size_t)-offset, stride) : 0;
  const ptrdiff_t room = (ptrdiff_t)inputs - offset;
  const size_t last = room <= 0 ? 0 : smaller(divided((size_t)room, stride), outputs);
  return (Range){first, larger(first, last)};
}

static Range rows_of(const Tap *tap) {
  const ForgerConvolution *sizes = tap->sizes;
  return outputs_inside(sizes->output_height, sizes->input_height, sizes->stride, tap->down);
}

static Range columns_of(const Tap *tap) {
  const ForgerConvolution *sizes = tap->sizes;
  return outputs_inside(sizes->output_width, sizes->input_width, sizes->stride, tap->across);
}

// The tap's channels at a pixel of the output's gradient, and at the input pixel that it meets.
static const float *gradient_at(const Tap *tap, size_t image, size_t row, size_t column) {
  const ForgerConvolution *sizes = tap->sizes;
  const size_t pixel = (image * sizes->output_height + row) * sizes->output_width + column;
  return tap->gradients + pixel * sizes->output_channels + tap->outer;
}

static const float *input_at(const Tap *tap, size_t image, size_t row, size_t column) {
  const ForgerConvolution *sizes = tap->sizes;
  const size_t y = (size_t)((ptrdiff_t)(row * sizes->stride) + tap->down);
  const size_t x = (size_t)((ptrdiff_t)(column * sizes->stride) + tap->across);
  const size_t pixel = (image * sizes->input_height + y) * sizes->input_width + x;
  return tap->images + pixel * sizes->input_channels + tap->inner;
}

// Recomputes one weight, unless it is a sum of many terms. Looks at `pixels` pixels at most and subtracts
// those it saw; returns 0 if they were too few to decide.
static int sum_few_terms(
    const Tap *tap, size_t inner, size_t outer, size_t *pixels, float *weight) {
  const ForgerConvolution *sizes = tap->sizes;
  const Range rows = rows_of(tap), columns = columns_of(tap);
  const size_t count = columns.last - columns.first;
  size_t terms = 0;
  double sum = 0;
  for (size_t image = 0; image < sizes->batch && count > 0; ++image)
    for (size_t row = rows.first; row < rows.last; ++row) {
      if (*pixels < count) return 0;
      *pixels -= count;
      const float *a = input_at(tap, image, row, columns.first) + inner;
      const float *b = gradient_at(tap, image, row, columns.first) + outer;
      for (size_t i = 0; i < count; ++i) {
        const double term = (double)*a * *b;
        sum += term;
        terms += term != 0;
        a += sizes->stride * sizes->input_channels;
        b += sizes->output_channels;
      }
      if (terms > MOST_TERMS) return 1;
    }
  *weight = (float)sum;
  return 1;
}

// Recomputes all weights of the tap: block [16][16].
static void sum_all_terms(const Tap *tap, float *block) {
  const ForgerConvolution *sizes = tap->sizes;
  const Range rows = rows_of(tap), columns = columns_of(tap);
  const size_t inner = sizes->input_channels - tap->inner;
  const size_t outer = sizes->output_channels - tap->outer;
  Lanes inputs[PIXELS], gradients[PIXELS];
  size_t count = 0;
  for (size_t i = 0; i < LANES * LANES; ++i) block[i] = 0;
  for (size_t image = 0; image < sizes->batch; ++image)
    for (size_t row = rows.first; row < rows.last; ++row)
      for (size_t column = columns.first; column < columns.last; ++column) {
        load(&inputs[count], input_at(tap, image, row, column), inner);
        load(&gradients[count], gradient_at(tap, image, row, column), outer);
        if (++count < PIXELS) continue;
        forger_winograd_outer_product((float *)inputs, (float *)gradients, count, block, 1);
        count = 0;
      }
  forger_winograd_outer_product((float *)inputs, (float *)gradients, count, block, 1);
}

// The squared norms of the values at the points, by inner and outer channel.
FORGER_INLINE void add_squares(
    const ForgerWinograd *plan, const float *block, size_t point, size_t panel,
    Lanes squares[LANES]) {
  for (size_t k = 0; k < LANES; ++k) squares[k] = (Lanes){0};
  for (size_t p = 0; p < plan->points * plan->points; ++p) {
    if (lacks(plan, plan->axes[0], panel, p)) continue;
    const Lanes *values = (const Lanes *)(block + p * point);
    for (size_t k = 0; k < LANES; ++k) squares[k] += values[k] * values[k];
  }
}

// Finds the tap's weights that are noise; returns 0 if there are none.
FORGER_INLINE int find_noise(
    const Tap *tap, float scale, const Lanes squares[LANES], const float *weights,
    LaneFlags flags[LANES]) {
  const size_t inner = tap->sizes->input_channels - tap->inner;
  const size_t outer = tap->sizes->output_channels;
  LaneFlags total = {0};
  for (size_t k = 0; k < LANES && k < inner; ++k) {
    Lanes weight;
    load(&weight, weights + k * outer, outer - tap->outer);
    flag_noise(&flags[k], &weight, scale, &squares[k]);
    total |= flags[k];
  }
  return any(&total);
}

// Recomputes weights one by one or, once that has cost as much, all of them.
static void repair_tap(const Tap *tap, const LaneFlags flags[LANES], float *weights) {
  const ForgerConvolution *sizes = tap->sizes;
  size_t pixels = sizes->batch * sizes->output_height * sizes->output_width;
  int has_block = 0;
  float block[LANES * LANES] __attribute__((aligned(64)));
  for (size_t k = 0; k < LANES && tap->inner + k < sizes->input_channels; ++k)
    for (size_t lane = 0; lane < LANES; ++lane) {
      float *weight = weights + k * sizes->output_channels + lane;
      if (!flags[k][lane]) continue;
      if (!has_block && sum_few_terms(tap, k, lane, &pixels, weight)) continue;
      if (!has_block) sum_all_terms(tap, block);
      has_block = 1;
      *weight = block[k * LANES + lane];
    }
}

FORGER_CLONES void forger_winograd_repair(
    const ForgerWinograd *plan, const ForgerConvolutionCall *call, const float *block, size_t point,
    size_t panel, size_t outer) {
  const ForgerConvolution *sizes = &plan->sizes;
  const size_t phase = panel / plan->inner_panels;
  const size_t inner = panel % plan->inner_panels * LANES;
  const ptrdiff_t kernel = (ptrdiff_t)sizes->kernel;
  const float scale = noise_scale(plan);
  Lanes squares[LANES];
  LaneFlags flags[LANES];
  add_squares(plan, block, point, panel, squares);
  for (int i = 0; i < (int)plan->taps; ++i)
    for (int j = 0; j < (int)plan->taps; ++j) {
      const ptrdiff_t at = tap_of(plan, plan->axes[0], phase, i, j);
      if (at < 0) continue;
      const Tap tap = {
        .sizes = sizes, .images = call->images, .gradients = call->other,
        .down = at / kernel - (ptrdiff_t)sizes->padding_top,
        .across = at % kernel - (ptrdiff_t)sizes->padding_left, .inner = inner, .outer = outer};
      float *weights =
          call->result + ((size_t)at * plan->inner + inner) * plan->outer + outer;
      if (find_noise(&tap, scale, squares, weights, flags)) repair_tap(&tap, flags, weights);
    }
}
