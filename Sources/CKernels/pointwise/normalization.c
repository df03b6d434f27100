// The statistics of batch normalization, and its backward pass.
#include "forger_pointwise.h"

#include "eight.h"

FORGER_CLONES void forger_column_moments(
    const float *x, size_t rows, size_t width, float *restrict mean, float *restrict squares,
    float *restrict rest) {
  memset(mean, 0, width * sizeof *mean);
  memset(squares, 0, width * sizeof *squares);
  memset(rest, 0, width * sizeof *rest);
  for (size_t row = 0; row < rows; ++row) {
    const float *from = x + row * width;
    for (size_t i = 0; i < width; ++i) mean[i] += from[i];
  }
  const float share = 1 / (float)rows;
  for (size_t i = 0; i < width; ++i) mean[i] *= share;
  // Summation rounds: the error of the mean shows in the sum of the distances from it.
  // Source: Chan, Golub and LeVeque 1983, "Algorithms for Computing the Sample Variance", equation 1.7, the
  // corrected two-pass algorithm.
  for (size_t row = 0; row < rows; ++row) {
    const float *from = x + row * width;
    for (size_t i = 0; i < width; ++i) {
      const float centered = from[i] - mean[i];
      squares[i] += centered * centered;
      rest[i] += centered;
    }
  }
  for (size_t i = 0; i < width; ++i) {
    squares[i] -= rest[i] * rest[i] * share;
    mean[i] += rest[i] * share;
  }
}

// The backward pass of eight gradients through the leaky ReLU, if there is one.
FORGER_INLINE void take(
    const ForgerPassBack *pass, const float *gradient, size_t place, int is_rectified,
    Eight *value) {
  *value = *eight(gradient + place);
  if (is_rectified) {
    EightFlags flags;
    flags_of(pass->signs[place / EIGHT], &flags);
    rectify(value, &flags, pass->slope);
  }
}

FORGER_INLINE void add_up(
    const ForgerPassBack *pass, const float *gradient, const float *x, size_t rows,
    float *restrict sums, float *restrict products, int is_rectified) {
  const size_t width = pass->width;
  const float *mean = pass->mean;
  for (size_t row = 0; row < rows; ++row) {
    const size_t first = row * width;
    size_t i = 0;
    for (; i + EIGHT <= width; i += EIGHT) {
      Eight value;
      take(pass, gradient, first + i, is_rectified, &value);
      *(Eight *)(sums + i) += value;
      *(Eight *)(products + i) += value * (*eight(x + first + i) - *eight(mean + i));
    }
    for (; i < width; ++i) {
      sums[i] += gradient[first + i];
      products[i] += gradient[first + i] * (x[first + i] - mean[i]);
    }
  }
}

FORGER_CLONES void forger_normalization_sums(
    const ForgerPassBack *pass, const float *gradient, const float *x, size_t rows, float *sums,
    float *products) {
  const ForgerPassBack p = *pass;
  memset(sums, 0, p.width * sizeof *sums);
  memset(products, 0, p.width * sizeof *products);
  if (p.signs) add_up(&p, gradient, x, rows, sums, products, 1);
  else add_up(&p, gradient, x, rows, sums, products, 0);
}

FORGER_INLINE void spread_out(
    const ForgerPassBack *pass, const float *gradient, const float *x, size_t rows,
    const float *shift, const float *spread, const float *scale, float *restrict result,
    int is_rectified) {
  const size_t width = pass->width;
  const float *mean = pass->mean;
  for (size_t row = 0; row < rows; ++row) {
    const size_t first = row * width;
    size_t i = 0;
    for (; i + EIGHT <= width; i += EIGHT) {
      Eight value;
      take(pass, gradient, first + i, is_rectified, &value);
      const Eight centered = *eight(x + first + i) - *eight(mean + i);
      *(Eight *)(result + first + i) =
          (value - *eight(shift + i) - centered * *eight(spread + i)) * *eight(scale + i);
    }
    for (; i < width; ++i) {
      const float centered = x[first + i] - mean[i];
      result[first + i] = (gradient[first + i] - shift[i] - centered * spread[i]) * scale[i];
    }
  }
}

FORGER_CLONES void forger_normalization_gradient(
    const ForgerPassBack *pass, const float *gradient, const float *x, size_t rows,
    const float *shift, const float *spread, const float *scale, float *result) {
  const ForgerPassBack p = *pass;
  if (p.signs) spread_out(&p, gradient, x, rows, shift, spread, scale, result, 1);
  else spread_out(&p, gradient, x, rows, shift, spread, scale, result, 0);
}
