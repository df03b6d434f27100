// Functions that Swift's vectors lack.
#ifndef FORGER_VECTORS_H
#define FORGER_VECTORS_H

// Swift's SIMD8<Float>.
typedef float ForgerVector __attribute__((ext_vector_type(8)));

// The square root of each element; NaN for negative ones. Swift's `squareRoot` of a vector branches for each
// element.
static inline __attribute__((always_inline)) ForgerVector forger_square_root(ForgerVector x) {
  return __builtin_elementwise_sqrt(x);
}

#endif
