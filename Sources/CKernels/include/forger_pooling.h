// Max pooling of images [N, H, W, C].
#ifndef FORGER_POOLING_H
#define FORGER_POOLING_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  size_t input_height, input_width, channels;
  size_t output_height, output_width;
  size_t kernel_height, kernel_width;
  size_t vertical_stride, horizontal_stride;
  ptrdiff_t padding_top, padding_left;
} ForgerPooling;

// One row of outputs, `row` counting through all images: the maximum of each window and its index in the
// images; NaN wins. Returns 0 if a window holds only padding.
int forger_maximum_of_windows(
    const ForgerPooling *sizes, const float *images, size_t row, float *values, int32_t *places);

#endif
