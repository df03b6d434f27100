// Grouped convolutions, toward the weights: a group's pixels are packed, with a border of zeros, so that each
// tap is one product of two matrices.
#include <string.h>

#include "grouped_internal.h"
#include "winograd_internal.h"

size_t forger_grouped_block_floats(const ForgerGrouped *plan) {
  const size_t width = plan->sizes.input_width + 2;
  // Two pixels more: the last row's last taps reach past its end.
  return ((2 * plan->rows_of_block + 2) * width + 2) * LANES;
}

// Packs the pixels of rows `first`..<`first + count`, each row preceded by one zero and followed by another; rows
// outside of the image are zeros.
FORGER_INLINE void pack(
    const ForgerGrouped *plan, const float *image, ptrdiff_t first, size_t count, size_t before,
    Lanes *to) {
  const size_t width = plan->sizes.input_width, channels = plan->groups * LANES;
  const Lanes zero = {0};
  for (size_t i = 0; i < count; ++i, to += width + 2) {
    const ptrdiff_t row = first + (ptrdiff_t)i;
    if (row < 0 || row >= (ptrdiff_t)plan->sizes.input_height) {
      for (size_t j = 0; j < width + 2; ++j) to[j] = zero;
      continue;
    }
    const float *from = image + (size_t)row * width * channels;
    if (before) to[0] = zero;
    for (size_t j = 0; j < width; ++j) to[before + j] = *(const LooseLanes *)(from + j * channels);
    for (size_t j = before + width; j < width + 2; ++j) to[j] = zero;
  }
}

FORGER_CLONES void forger_grouped_sum(
    const ForgerGrouped *plan, const ForgerConvolutionCall *call, size_t group, size_t sum, float *own,
    float *shared) {
  const size_t height = plan->sizes.input_height, width = plan->sizes.input_width;
  const size_t channels = plan->groups * LANES;
  float *blocks = shared + (sum * plan->groups + group) * GROUPED_TAPS * LANES * LANES;
  Lanes *pixels = (Lanes *)own;
  Lanes *gradients = pixels + (plan->rows_of_block + 2) * (width + 2) + 2;
  const size_t end = (sum + 1) * plan->images_of_unit;
  const size_t last = end < plan->sizes.batch ? end : plan->sizes.batch;
  int accumulate = 0;
  for (size_t image = sum * plan->images_of_unit; image < last; ++image) {
    const size_t start = image * height * width * channels + group * LANES;
    for (size_t row = 0; row < height; row += plan->rows_of_block, accumulate = 1) {
      const size_t rest = height - row;
      const size_t rows = rest < plan->rows_of_block ? rest : plan->rows_of_block;
      pack(plan, call->images + start, (ptrdiff_t)row - 1, rows + 2, 1, pixels);
      pack(plan, call->other + start, (ptrdiff_t)row, rows, 0, gradients);
      const size_t all = (rows + 2) * (width + 2);
      pixels[all] = pixels[all + 1] = (Lanes){0};
      for (size_t tap = 0; tap < GROUPED_TAPS; ++tap)
        forger_winograd_outer_product(
            (const float *)(pixels + tap / 3 * (width + 2) + tap % 3), (const float *)gradients,
            rows * (width + 2), blocks + tap * LANES * LANES, accumulate);
    }
  }
}

FORGER_CLONES void forger_grouped_add(
    const ForgerGrouped *plan, size_t group, const float *shared, float *weights) {
  const size_t channels = plan->groups * LANES, sums = forger_grouped_sums(plan);
  const size_t stride = plan->groups * GROUPED_TAPS * LANES;
  const Lanes *from = (const Lanes *)(shared + group * GROUPED_TAPS * LANES * LANES);
  for (size_t row = 0; row < GROUPED_TAPS * LANES; ++row) {
    Lanes value = from[row];
    for (size_t sum = 1; sum < sums; ++sum) value += from[sum * stride + row];
    *(LooseLanes *)(weights + row * channels + group * LANES) = value;
  }
}
