// forger_dense.h
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/workers.h"
#include "kernels.h"

typedef struct {
  ForgerDense plan;
  ForgerDenseCall call;
} Product;

static void run_unit(const void *work, size_t unit, size_t worker) {
  const Product *product = work;
  forger_dense_run(&product->plan, &product->call, unit, worker);
}

// The product by its definition. Returns the most that a sum's terms amount to.
static double multiply(const ForgerDenseSizes *s, const ForgerDenseCall *call, double *product) {
  double most = 0;
  for (size_t i = 0; i < s->rows; ++i)
    for (size_t j = 0; j < s->columns; ++j) {
      double sum = call->bias ? call->bias[j] : 0, size = fabs(sum);
      for (size_t k = 0; k < s->inner; ++k) {
        const float left = call->left[s->transposes_left ? k * s->rows + i : i * s->inner + k];
        const float right =
            call->right[s->transposes_right ? j * s->inner + k : k * s->columns + j];
        sum += (double)left * right;
        size += fabs((double)left * right);
      }
      product[i * s->columns + j] = sum;
      if (size > most) most = size;
    }
  return most;
}

static void try_product(ForgerDenseSizes s, int has_bias) {
  static const size_t workers[] = {1, 2, 3, 7};
  const size_t count = s.rows * s.columns;
  float *first = malloc((count + 1) * sizeof *first);
  for (size_t w = 0; w < sizeof workers / sizeof *workers; ++w) {
    begin_case(
        "product of [%zu, %zu]%s and [%zu, %zu]%s%s by %zu workers", s.rows, s.inner,
        s.transposes_left ? " (transposed)" : "", s.inner, s.columns,
        s.transposes_right ? " (transposed)" : "", has_bias ? " with bias" : "", workers[w]);
    Product product;
    if (!forger_dense_plan(&product.plan, &s, workers[w])) {
      check(count == 0 || s.inner == 0, "there is no plan");
      break;
    }
    const size_t left = s.rows * s.inner, right = s.inner * s.columns;
    float *a = guarded_floats(left), *b = guarded_floats(right), *bias = guarded_floats(s.columns);
    // The same values for each number of workers.
    static float drawn[1 << 20];
    if (w == 0) draw_values(drawn, left + right + s.columns);
    memcpy(a, drawn, left * sizeof *a);
    memcpy(b, drawn + left, right * sizeof *b);
    memcpy(bias, drawn + left + right, s.columns * sizeof *bias);
    seal(a), seal(b), seal(bias);
    float *result = guarded_floats(count);
    product.call = (ForgerDenseCall){
      a, b, has_bias ? bias : NULL, result,
      guarded(forger_dense_scratch(&product.plan, workers[w]), 64)};
    run_units(forger_dense_units(&product.plan), workers[w], run_unit, &product);
    if (w == 0) {
      double *exact = malloc(count * sizeof *exact);
      const double size = multiply(&s, &product.call, exact);
      // Each sum is rounded once a term.
      check_near("value", result, exact, count, (double)(s.inner + 1) * 0x1p-24 * size);
      memcpy(first, result, count * sizeof *first);
      free(exact);
    } else {
      check_same("value", result, first, count);
    }
    release_all();
  }
  free(first);
}

static void try_all_layouts(size_t rows, size_t inner, size_t columns) {
  for (int layout = 0; layout < 4; ++layout) {
    const ForgerDenseSizes sizes = {rows, inner, columns, layout & 1, layout >> 1};
    try_product(sizes, 0);
    if (!sizes.transposes_right) try_product(sizes, 1);
  }
}

void try_dense(void) {
  static const size_t sizes[] = {0,  1,  2,  5,  6,  7,  8,  9,  15, 16, 17,
                                 23, 24, 25, 31, 33, 63, 64, 65, 97, 129};
  for (int i = 0; i < 300; ++i) {
    const size_t rows = DRAW(sizes), inner = DRAW(sizes), columns = DRAW(sizes);
    if (rows * inner * columns <= 300000) try_all_layouts(rows, inner, columns);
  }
  // Several blocks along the inner axis, with each way of going through the rows.
  static const size_t inners[] = {511, 512, 513, 1023, 1024, 1025, 2051};
  for (size_t i = 0; i < sizeof inners / sizeof *inners; ++i) {
    try_all_layouts(3, inners[i], 17);
    try_all_layouts(25, inners[i], 35);
  }
  // So many columns that they are cut into parts, and products that are written past the caches.
  try_all_layouts(7, 33, 2049);
  try_all_layouts(2049, 33, 7);
  try_all_layouts(129, 300, 400);
  try_all_layouts(512, 3, 528);
}
