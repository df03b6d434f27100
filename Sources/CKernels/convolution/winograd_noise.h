// Weight gradients that may be only rounding errors.
//
// A transformed sum is rounded in proportion to its largest terms, which belong to all weights of a kernel.
// If a weight's own terms are zero, as after ReLU, or few and small, what remains is noise, which optimizers
// such as Adam, dividing by the gradient's size, mistake for a direction.
#ifndef FORGER_WINOGRAD_NOISE_H
#define FORGER_WINOGRAD_NOISE_H

#include "winograd_layout.h"

// A weight is noise if it is below this many roundings (2^-24) of the norm of a block's values at the points:
// a constant, plus a multiple of the square root of the number of tiles, as the errors of sums grow. Measured
// over random images, with and without zeros, errors were at most 1.1 and on average 0.08 roundings times
// that root; a quarter of that for kernels of 5, whose points differ more in size. With few tiles, weights
// have few terms and are examined more strictly.
#define ROUNDINGS 16
#define ROUNDINGS_OF_TILES 1
#define TAPS_OF_FEWER 5
#define FEWER 0.25f
#define ROUNDINGS_OF_FEW_TILES 16384

// The factor by which a weight that is not noise exceeds the norm.
static inline float noise_scale(const ForgerWinograd *plan) {
  const float tiles = (float)most_tiles(plan);
  float roundings = ROUNDINGS + ROUNDINGS_OF_TILES * __builtin_sqrtf(tiles);
  if (plan->taps == TAPS_OF_FEWER) roundings *= FEWER;
  return 0x1p24f / (roundings + ROUNDINGS_OF_FEW_TILES / (tiles * tiles));
}

// The lanes in which a weight is noise relative to a norm, whose square is given, and not zero.
FORGER_INLINE void flag_noise(
    LaneFlags *flags, const Lanes *weight, float scale, const Lanes *squared_length) {
  const Lanes scaled = *weight * scale;
  *flags = (scaled * scaled < *squared_length) & (*weight != 0);
}

FORGER_INLINE int any(const LaneFlags *flags) {
  int result = 0;
  for (int i = 0; i < LANES; ++i) result |= (*flags)[i];
  return result != 0;
}

#endif
