// The products of transformed tiles and weights: micro-kernels of up to 6 × 16 sums in registers.
#include "../lanes.h"
#include "winograd_internal.h"

// `rows` rows of 16 sums. Row i of panel b has its 16 values at a + b * stride + 16 * i.
FORGER_INLINE void rows_by_16(
    const int rows, const float *a, size_t stride, size_t count, const float *matrix,
    float *results, int accumulate) {
  Lanes sums[6];
  const Lanes *b = (const Lanes *)matrix;
  Lanes *c = (Lanes *)results;
  UNROLL
  for (int i = 0; i < rows; ++i) sums[i] = accumulate ? c[i] : (Lanes){0};
  for (size_t panel = 0; panel < count; ++panel, a += stride, b += LANES) {
    _Pragma("clang loop unroll_count(4)")
    for (int k = 0; k < LANES; ++k) {
      UNROLL
      for (int i = 0; i < rows; ++i) sums[i] += a[LANES * i + k] * b[k];
    }
  }
  UNROLL
  for (int i = 0; i < rows; ++i) c[i] = sums[i];
}

FORGER_CLONES void forger_winograd_product(
    const float *tiles, size_t count, size_t group, size_t depth, size_t panels,
    const float *matrix, float *results, int accumulate) {
  const size_t stride = group * LANES;
  for (size_t tile = 0; tile < count; tile += group, results += stride, tiles += depth * stride) {
    switch (count - tile < group ? count - tile : group) {
      case 1: rows_by_16(1, tiles, stride, panels, matrix, results, accumulate); break;
      case 2: rows_by_16(2, tiles, stride, panels, matrix, results, accumulate); break;
      case 3: rows_by_16(3, tiles, stride, panels, matrix, results, accumulate); break;
      case 4: rows_by_16(4, tiles, stride, panels, matrix, results, accumulate); break;
      case 5: rows_by_16(5, tiles, stride, panels, matrix, results, accumulate); break;
      default: rows_by_16(6, tiles, stride, panels, matrix, results, accumulate); break;
    }
  }
}

// The first `rows` of the 16 rows of a block, starting at `from`.
FORGER_INLINE void outer_rows(
    const int rows, const int from, const float *a, const float *columns, size_t count,
    float *block, int accumulate) {
  Lanes sums[6];
  const Lanes *b = (const Lanes *)columns;
  Lanes *c = (Lanes *)block + from;
  a += from;
  UNROLL
  for (int i = 0; i < rows; ++i) sums[i] = accumulate ? c[i] : (Lanes){0};
  _Pragma("clang loop unroll_count(4)")
  for (size_t t = 0; t < count; ++t) {
    UNROLL
    for (int i = 0; i < rows; ++i) sums[i] += a[LANES * t + i] * b[t];
  }
  UNROLL
  for (int i = 0; i < rows; ++i) c[i] = sums[i];
}

FORGER_CLONES void forger_winograd_outer_product(
    const float *rows, const float *columns, size_t count, float *block, int accumulate) {
  outer_rows(6, 0, rows, columns, count, block, accumulate);
  outer_rows(6, 6, rows, columns, count, block, accumulate);
  outer_rows(4, 12, rows, columns, count, block, accumulate);
}
