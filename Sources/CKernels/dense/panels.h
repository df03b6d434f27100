// Panels of 16 columns: packing them, and multiplying rows by them.
#ifndef FORGER_PANELS_H
#define FORGER_PANELS_H

#include "../lanes.h"

// Rows of a micro-kernel: 6 × 16 sums fill twelve of AVX2's sixteen registers.
#define GROUP 6

// Element (i, j) of a matrix is at values[i * row + j * column].
typedef struct {
  const float *values;
  size_t row, column;
} Matrix;

// Copies `count` rows of up to 16 columns into a panel [count][16], with zeros for what is missing.
FORGER_INLINE void pack(Matrix from, size_t count, size_t columns, float *to) {
  if (from.column == 1) {
    for (size_t k = 0; k < count; ++k)
      load((Lanes *)(to + k * LANES), from.values + k * from.row, columns);
    return;
  }
  for (size_t j = 0; j < LANES; ++j) {
    const float *column = from.values + j * from.column;
    if (j < columns) {
      for (size_t k = 0; k < count; ++k) to[k * LANES + j] = column[k * from.row];
    } else {
      for (size_t k = 0; k < count; ++k) to[k * LANES + j] = 0;
    }
  }
}

// Rows of the left matrix: value k of row i is at values[i * row + k * step].
typedef struct {
  const float *values;
  size_t row;
} Rows;

// Adds the product of `rows` rows of `count` values and a panel to the sums. The panel is either packed
// already, or read at `from`, a row every `stride` values, and packed meanwhile: then the data of the next
// panel is prefetched, too.
FORGER_INLINE void multiply(
    const int rows, const Rows a, const size_t step, float *panel, const float *from,
    size_t stride, size_t count, Lanes *sums) {
  Lanes values[GROUP];
  Lanes *b = (Lanes *)panel;
  UNROLL
  for (int i = 0; i < rows; ++i) values[i] = sums[i];
  if (from) {
    for (size_t k = 0; k < count; ++k, from += stride) {
      const Lanes lanes = *(const LooseLanes *)from;
      __builtin_prefetch(from + LANES, 0, 2);
      UNROLL
      for (int i = 0; i < rows; ++i) values[i] += a.values[(size_t)i * a.row + k * step] * lanes;
      b[k] = lanes;
    }
  } else {
    _Pragma("clang loop unroll_count(4)")
    for (size_t k = 0; k < count; ++k) {
      UNROLL
      for (int i = 0; i < rows; ++i) values[i] += a.values[(size_t)i * a.row + k * step] * b[k];
    }
  }
  UNROLL
  for (int i = 0; i < rows; ++i) sums[i] = values[i];
}

FORGER_INLINE void multiply_rows(
    size_t rows, const Rows a, const size_t step, float *panel, const float *from, size_t stride,
    size_t count, Lanes *sums) {
  switch (rows) {
    case 1: multiply(1, a, step, panel, from, stride, count, sums); break;
    case 2: multiply(2, a, step, panel, from, stride, count, sums); break;
    case 3: multiply(3, a, step, panel, from, stride, count, sums); break;
    case 4: multiply(4, a, step, panel, from, stride, count, sums); break;
    case 5: multiply(5, a, step, panel, from, stride, count, sums); break;
    default: multiply(6, a, step, panel, from, stride, count, sums); break;
  }
}

// Rows of the right matrix still to be packed while others are multiplied.
typedef struct {
  const float *from;
  size_t stride, count;
  float *to;
} Ahead;

FORGER_INLINE void pack_one(Ahead *ahead) {
  // Not further ahead: rows a power of two apart share a few sets of the caches.
  __builtin_prefetch(ahead->from + 12 * ahead->stride);
  *(Lanes *)ahead->to = *(const LooseLanes *)ahead->from;
  ahead->from += ahead->stride, ahead->to += LANES, --ahead->count;
}

// The same for a packed panel; a row of the next panel is packed with every fourth row that is multiplied, so
// that memory is read throughout and not only during the first rows of the product.
FORGER_INLINE void multiply_ahead(
    const int rows, const Rows a, const float *panel, size_t count, Lanes *sums, Ahead *ahead) {
  Lanes values[GROUP];
  const Lanes *b = (const Lanes *)panel;
  UNROLL
  for (int i = 0; i < rows; ++i) values[i] = sums[i];
  size_t k = 0;
  for (; k + 4 <= count; k += 4) {
    if (ahead->count > 0) pack_one(ahead);
    UNROLL
    for (size_t s = k; s < k + 4; ++s) {
      UNROLL
      for (int i = 0; i < rows; ++i) values[i] += a.values[(size_t)i * a.row + s] * b[s];
    }
  }
  for (; k < count; ++k) {
    UNROLL
    for (int i = 0; i < rows; ++i) values[i] += a.values[(size_t)i * a.row + k] * b[k];
  }
  UNROLL
  for (int i = 0; i < rows; ++i) sums[i] = values[i];
}

#endif
