// forger_column_moments, forger_normalization_sums and forger_normalization_gradient
#include <math.h>
#include <stdlib.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/sanitizers.h"
#include "kernels.h"

// Room for the references.
#define MOST_COLUMNS 256

static void try_moments(size_t rows, size_t width) {
  begin_case("moments of the columns of [%zu, %zu]", rows, width);
  float *x = guarded_floats(rows * width);
  float *mean = guarded_floats(width), *squares = guarded_floats(width);
  float *rest = guarded_floats(width);
  draw_values(x, rows * width);
  for (size_t i = 0; i < rows * width; ++i) x[i] += 10;
  seal(x);
  forger_column_moments(x, rows, width, mean, squares, rest);
  double means[MOST_COLUMNS] = {0}, sums[MOST_COLUMNS] = {0};
  for (size_t i = 0; i < rows * width; ++i) means[i % width] += x[i] / (double)rows;
  for (size_t i = 0; i < rows * width; ++i) {
    const double distance = x[i] - means[i % width];
    sums[i % width] += distance * distance;
  }
  // Each is a sum of `rows` terms: of values up to 11, corrected, and of squares up to 4, each of whose
  // distances has the rounding of such a value.
  check_near("mean", mean, means, width, 4 * 0x1p-24 * 11);
  check_near("sum of squares", squares, sums, width, (double)(rows + 20) * 4 * rows * 0x1p-24);
  release_all();
}

typedef struct {
  size_t rows, width;
  float *gradient, *x, *mean;
  ForgerPassBack pass;
} Back;

static Back draw_back(size_t rows, size_t width, int is_rectified) {
  const size_t count = rows * width;
  Back back = {
    rows, width, guarded_floats(count), guarded_floats(count), guarded_floats(width),
    {.width = width, .slope = draw_below(2) ? 0.2f : 0}};
  draw_values(back.gradient, count);
  draw_values(back.x, count);
  draw_values(back.mean, width);
  if (is_rectified) {
    uint8_t *signs = guarded(count / 8, 1);
    for (size_t i = 0; i < count / 8; ++i) signs[i] = (uint8_t)draw_bits();
    seal(signs);
    back.pass.signs = signs;
  }
  seal(back.gradient), seal(back.x), seal(back.mean);
  back.pass.mean = back.mean;
  return back;
}

// The gradient of value i behind the leaky ReLU, if there is one.
static double gradient_at(const Back *back, size_t i) {
  const double gradient = back->gradient[i];
  if (!back->pass.signs || back->pass.signs[i / 8] >> i % 8 & 1) return gradient;
  return gradient * back->pass.slope;
}

static void try_sums(size_t rows, size_t width, int is_rectified) {
  begin_case("sums of [%zu, %zu]%s", rows, width, is_rectified ? ", rectified" : "");
  const Back back = draw_back(rows, width, is_rectified);
  float *sums = guarded_floats(width), *products = guarded_floats(width);
  forger_normalization_sums(&back.pass, back.gradient, back.x, rows, sums, products);
  double exact_sums[MOST_COLUMNS] = {0}, exact_products[MOST_COLUMNS] = {0};
  for (size_t i = 0; i < rows * width; ++i) {
    const double gradient = gradient_at(&back, i);
    exact_sums[i % width] += gradient;
    exact_products[i % width] += gradient * ((double)back.x[i] - back.mean[i % width]);
  }
  // Sums of `rows` terms up to 1 and 2, with three roundings of their own.
  const double distance = (double)rows * (double)(rows + 3) * 0x1p-24;
  check_near("sum", sums, exact_sums, width, distance);
  check_near("sum of products", products, exact_products, width, 2 * distance);
  release_all();
}

static void try_input_gradient(size_t rows, size_t width, int is_rectified) {
  begin_case(
      "gradient of normalization of [%zu, %zu]%s", rows, width, is_rectified ? ", rectified" : "");
  const Back back = draw_back(rows, width, is_rectified);
  const size_t count = rows * width;
  float *shift = guarded_floats(width), *spread = guarded_floats(width);
  float *scale = guarded_floats(width), *result = guarded_floats(count);
  draw_values(shift, width);
  draw_values(spread, width);
  draw_values(scale, width);
  seal(shift), seal(spread), seal(scale);
  forger_normalization_gradient(
      &back.pass, back.gradient, back.x, rows, shift, spread, scale, result);
  double *exact = malloc((count + 1) * sizeof *exact);
  for (size_t i = 0; i < count; ++i) {
    const size_t column = i % width;
    const double centred = (double)back.x[i] - back.mean[column];
    exact[i] = (gradient_at(&back, i) - shift[column] - centred * spread[column]) * scale[column];
  }
  // Six roundings of values up to 4.
  check_near("gradient", result, exact, count, 6 * 4 * 0x1p-24);
  free(exact);
  release_all();
}

void try_normalization(void) {
  static const size_t rows[] = {1, 2, 3, 7, 9, 65, 129};
  static const size_t widths[] = {1, 3, 5, 7, 8, 9, 15, 16, 17, 63, 64, 65, 129};
  for (size_t r = 0; r < sizeof rows / sizeof *rows; ++r)
    for (size_t w = 0; w < sizeof widths / sizeof *widths; ++w) {
      try_moments(rows[r], widths[w]);
      for (int is_rectified = 0; is_rectified < 2; ++is_rectified) {
        if (is_rectified && widths[w] % 8 != 0) continue;
        try_sums(rows[r], widths[w], is_rectified);
        try_input_gradient(rows[r], widths[w], is_rectified);
      }
    }
  try_sums(0, 17, 0);
  try_input_gradient(0, 17, 0);
}
