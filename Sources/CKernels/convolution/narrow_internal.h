// Shared declarations of the narrow convolutions.
#ifndef FORGER_NARROW_INTERNAL_H
#define FORGER_NARROW_INTERNAL_H

#include "forger_narrow.h"

// sums [pixels][16 * panels] = wide [pixels][channels] times a matrix [panel][channels][16].
void forger_narrow_product(
    const float *wide, size_t pixels, size_t channels, const float *matrix, size_t panels,
    float *sums);

// blocks [channels / 16][panel][16][16] = or += the sum over pixels of wide [pixels][channels] times
// terms [pixels][16 * panels].
void forger_narrow_outer_product(
    const float *wide, size_t pixels, size_t channels, const float *terms, size_t panels,
    float *blocks, int accumulate);

#endif
