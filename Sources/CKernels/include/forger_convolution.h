// Convolutions: their sizes, passes and operands, as all the algorithms here take them.
#ifndef FORGER_CONVOLUTION_H
#define FORGER_CONVOLUTION_H

#include <stddef.h>

// The sizes of a convolution; kernel, stride and padding are the same for rows and columns, apart
// from the padding before the first row and column.
typedef struct {
  size_t batch;
  size_t input_height, input_width, input_channels;
  size_t output_height, output_width, output_channels;
  size_t kernel, stride;
  size_t padding_top, padding_left;
} ForgerConvolution;

typedef enum {
  FORGER_FORWARD,          // images: input, weights, bias or NULL; result: output
  FORGER_INPUT_GRADIENT,   // images: output's gradient, weights; result: input's gradient
  FORGER_WEIGHT_GRADIENT,  // images: input, output's gradient; result: weights' gradient
} ForgerConvolutionPass;

// What a pass works on. `scratch` has as many bytes as the plan says, aligned to 64.
typedef struct {
  const float *images;
  const float *other;  // weights, or the output's gradient
  const float *bias;   // or NULL
  float *result;
  void *scratch;
} ForgerConvolutionCall;

#endif
