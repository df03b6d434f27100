// Dense float32 matrix multiplication, divided into units for the thread pool.
//
// product [rows, columns] = left [rows, inner] times right [inner, columns], plus a bias [columns] for each
// row. The results depend neither on the number of workers nor on which worker takes which unit.
//
// Source: Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication".
#ifndef FORGER_DENSE_H
#define FORGER_DENSE_H

#include <stddef.h>

typedef struct {
  size_t rows, inner, columns;
  int transposes_left;   // whether the left matrix is stored as [inner, rows]
  int transposes_right;  // whether the right matrix is stored as [columns, inner]
} ForgerDenseSizes;

// What a product works on. `scratch` has as many bytes as the plan says, aligned to 64.
typedef struct {
  const float *left, *right;
  const float *bias;  // or NULL; NULL where the right matrix is stored as its transpose
  float *product;
  float *scratch;
} ForgerDenseCall;

// A product, planned. For the kernels' eyes only.
typedef struct {
  ForgerDenseSizes sizes;
  // The product is computed as [m, n], n in panels of 16; it is the transpose of what is wanted where
  // the right matrix is stored as its transpose, which then is read as it lies.
  size_t m, n;
  size_t row_parts, column_parts;
  size_t worker_floats, packed_floats, inner_block;
} ForgerDense;

// Plans a product for a number of workers; 0 if there is nothing to compute.
int forger_dense_plan(ForgerDense *plan, const ForgerDenseSizes *sizes, size_t workers);

// Bytes of scratch memory that a call needs, for `workers` workers.
size_t forger_dense_scratch(const ForgerDense *plan, size_t workers);

// Units: independent of each other.
size_t forger_dense_units(const ForgerDense *plan);

// Runs one unit. No two calls at a time may share `worker`.
void forger_dense_run(
    const ForgerDense *plan, const ForgerDenseCall *call, size_t unit, size_t worker);

#endif
