// Weights' gradients that may be nothing but rounding errors.
//
// A transformed sum is rounded in proportion to its largest terms, which belong to all the weights of
// a kernel. Where a weight's own terms are zero, as ReLU makes them, or few and small, what is left
// is noise; optimizers such as Adam, which divide by a gradient's size, take noise for a direction.
#ifndef FORGER_WINOGRAD_NOISE_H
#define FORGER_WINOGRAD_NOISE_H

#include "winograd_layout.h"

// Noise is what is below so many roundings (2^-24) of the length of the vector of a block's values at
// the points: a fixed number, and another for each root of the number of tiles, as the errors of sums
// grow. Measured over random images, with zeros among them or without, errors were at most 1.1 and in
// the mean 0.08 roundings a root; a quarter of that for kernels of 5, whose points differ more in
// size. Where there are few tiles, weights have few terms, and are looked at the more closely.
#define ROUNDINGS 16
#define ROUNDINGS_OF_TILES 1
#define TAPS_OF_FEWER 5
#define FEWER 0.25f
#define ROUNDINGS_OF_FEW_TILES 16384

// By how much a weight that is no noise has to be multiplied to exceed the length.
static inline float noise_scale(const ForgerWinograd *plan) {
  const float tiles = (float)most_tiles(plan);
  float roundings = ROUNDINGS + ROUNDINGS_OF_TILES * __builtin_sqrtf(tiles);
  if (plan->taps == TAPS_OF_FEWER) roundings *= FEWER;
  return 0x1p24f / (roundings + ROUNDINGS_OF_FEW_TILES / (tiles * tiles));
}

// The lanes in which a weight is noise next to a length, of which the square is given, and not zero.
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
