// The products over pixels of narrow convolutions.
#include "../lanes.h"
#include "narrow_internal.h"

FORGER_INLINE void pixels_by_16(
    const int rows, const float *wide, size_t channels, const float *matrix, float *sums,
    size_t stride) {
  Lanes values[6];
  const Lanes *b = (const Lanes *)matrix;
  UNROLL
  for (int i = 0; i < rows; ++i) values[i] = (Lanes){0};
  _Pragma("clang loop unroll_count(2)")
  for (size_t k = 0; k < channels; ++k) {
    UNROLL
    for (int i = 0; i < rows; ++i) values[i] += wide[(size_t)i * channels + k] * b[k];
  }
  UNROLL
  for (int i = 0; i < rows; ++i) *(Lanes *)(sums + (size_t)i * stride) = values[i];
}

FORGER_CLONES void forger_narrow_product(
    const float *wide, size_t pixels, size_t channels, const float *matrix, size_t panels,
    float *sums) {
  const size_t stride = panels * LANES;
  size_t pixel = 0;
  for (; pixel + 6 <= pixels; pixel += 6)
    for (size_t panel = 0; panel < panels; ++panel)
      pixels_by_16(
          6, wide + pixel * channels, channels, matrix + panel * channels * LANES,
          sums + pixel * stride + panel * LANES, stride);
  for (; pixel < pixels; ++pixel)
    for (size_t panel = 0; panel < panels; ++panel)
      pixels_by_16(
          1, wide + pixel * channels, channels, matrix + panel * channels * LANES,
          sums + pixel * stride + panel * LANES, stride);
}

FORGER_INLINE void outer_rows(
    const int rows, const float *wide, size_t pixels, size_t channels, const float *terms,
    size_t stride, float *block, int accumulate) {
  Lanes values[6];
  Lanes *c = (Lanes *)block;
  UNROLL
  for (int i = 0; i < rows; ++i) values[i] = accumulate ? c[i] : (Lanes){0};
  _Pragma("clang loop unroll_count(2)")
  for (size_t t = 0; t < pixels; ++t) {
    const Lanes b = *(const Lanes *)(terms + t * stride);
    UNROLL
    for (int i = 0; i < rows; ++i) values[i] += wide[t * channels + (size_t)i] * b;
  }
  UNROLL
  for (int i = 0; i < rows; ++i) c[i] = values[i];
}

// Pixels processed at a time, so that both operands stay in the first-level cache.
#define PIXELS 96

FORGER_CLONES void forger_narrow_outer_product(
    const float *wide, size_t pixels, size_t channels, const float *terms, size_t panels,
    float *blocks, int accumulate) {
  const size_t stride = panels * LANES;
  for (size_t pixel = 0; pixel < pixels; pixel += PIXELS, accumulate = 1) {
    const size_t count = pixels - pixel < PIXELS ? pixels - pixel : PIXELS;
    float *block = blocks;
    for (size_t channel = 0; channel < channels; channel += LANES)
      for (size_t panel = 0; panel < panels; ++panel, block += LANES * LANES) {
        const float *a = wide + pixel * channels + channel;
        const float *b = terms + pixel * stride + panel * LANES;
        outer_rows(6, a, count, channels, b, stride, block, accumulate);
        outer_rows(6, a + 6, count, channels, b, stride, block + 6 * LANES, accumulate);
        outer_rows(4, a + 12, count, channels, b, stride, block + 12 * LANES, accumulate);
      }
  }
}
