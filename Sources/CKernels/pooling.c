// Max pooling, a row of windows at a time.
#include "forger_pooling.h"

#include "clones.h"

static ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }
static ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

// Keeps a pixel's values where they are larger than the maximum so far.
FORGER_INLINE void take(
    const float *restrict pixel, int32_t place, size_t channels, float *restrict values,
    int32_t *restrict places) {
  for (size_t c = 0; c < channels; ++c) {
    const int wins = (pixel[c] > values[c]) | (pixel[c] != pixel[c]);
    values[c] = wins ? pixel[c] : values[c];
    places[c] = wins ? place + (int32_t)c : places[c];
  }
}

FORGER_CLONES int forger_maximum_of_windows(
    const ForgerPooling *sizes, const float *images, size_t row, float *values, int32_t *places) {
  const ForgerPooling s = *sizes;
  const size_t image = row / s.output_height;
  const ptrdiff_t top = (ptrdiff_t)(row % s.output_height * s.vertical_stride) - s.padding_top;
  const ptrdiff_t first_row = larger(top, 0);
  const ptrdiff_t last_row =
      smaller(top + (ptrdiff_t)s.kernel_height, (ptrdiff_t)s.input_height);
  for (size_t x = 0; x < s.output_width; ++x, values += s.channels, places += s.channels) {
    const ptrdiff_t left = (ptrdiff_t)(x * s.horizontal_stride) - s.padding_left;
    const ptrdiff_t first = larger(left, 0);
    const ptrdiff_t last = smaller(left + (ptrdiff_t)s.kernel_width, (ptrdiff_t)s.input_width);
    if (first_row >= last_row || first >= last) return 0;
    for (ptrdiff_t i = first_row; i < last_row; ++i)
      for (ptrdiff_t j = first; j < last; ++j) {
        const size_t place =
            ((image * s.input_height + (size_t)i) * s.input_width + (size_t)j) * s.channels;
        if (i == first_row && j == first) {
          for (size_t c = 0; c < s.channels; ++c) {
            values[c] = images[place + c];
            places[c] = (int32_t)(place + c);
          }
        } else {
          take(images + place, (int32_t)place, s.channels, values, places);
        }
      }
  }
  return 1;
}
