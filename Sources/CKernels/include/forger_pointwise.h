// Functions of one value, and batch normalization with what follows it, in one pass over memory each.
#ifndef FORGER_POINTWISE_H
#define FORGER_POINTWISE_H

#include <stddef.h>
#include <stdint.h>

// What is done to the values of rows [rows, width], in this order; a step whose pointer is null is left
// out.
typedef struct {
  // Normalization: (x - mean) * scale + shift. Where a further step follows, `width` is a multiple of 8,
  // and so are the column and the count that a pass is applied to.
  size_t width;
  const float *mean, *scale, *shift;
  // Noise: plus `deviation` times the value of the same index.
  const float *noise;
  float deviation;
  // Leaky ReLU: x where it is positive or NaN, `slope` * x elsewhere. Bit i % 8 of signs[i / 8]
  // tells whether value i passed as it is.
  uint8_t *signs;
  float slope;
} ForgerPass;

// Applies a pass to `count` values. They start with a row, or in its midst: at column `column`.
//
// Without normalization, whole vectors of 8 are read and written: the last may reach past the end.
void forger_pass(const ForgerPass *pass, const float *x, float *y, size_t column, size_t count);

// The backward pass through leaky ReLU: the gradient where the sign is set, `slope` times it elsewhere; in
// whole vectors of 8.
void forger_leaky_relu_gradient(
    const float *gradient, const uint8_t *signs, float slope, float *result, size_t count);

// The mean of each column and the sum of the squares of the distances from it. `rest` has room for a row.
void forger_column_moments(
    const float *x, size_t rows, size_t width, float *mean, float *squares, float *rest);

// The backward pass through a batch's normalization and, where `signs` is not null, the leaky ReLU after it.
typedef struct {
  size_t width;  // A multiple of 8 where there are signs.
  const float *mean;
  const uint8_t *signs;
  float slope;
} ForgerPassBack;

// Of each column, the sums of the gradients and of the gradients times x - mean.
void forger_normalization_sums(
    const ForgerPassBack *pass, const float *gradient, const float *x, size_t rows, float *sums,
    float *products);

// The input gradient: (gradient - shift - (x - mean) * spread) * scale.
void forger_normalization_gradient(
    const ForgerPassBack *pass, const float *gradient, const float *x, size_t rows,
    const float *shift, const float *spread, const float *scale, float *result);

// tanh of each value, within 2 units in the last place.
void forger_tanh(const float *x, float *y, size_t count);

#endif
