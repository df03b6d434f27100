// Eight values at a time: one byte holds a bit for each.
#ifndef FORGER_EIGHT_H
#define FORGER_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../clones.h"

#define EIGHT 8

// One vector of AVX2, two of SSE. Functions take them by address: by value, clones would pass them
// differently.
typedef float Eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t EightFlags __attribute__((vector_size(32)));
typedef _Bool EightBits __attribute__((ext_vector_type(8)));

FORGER_INLINE const Eight *eight(const float *values) { return (const Eight *)values; }

// The bits of flags, each of which is 0 or -1.
FORGER_INLINE uint8_t bits_of(const EightFlags *flags) {
  const EightBits bits = __builtin_convertvector(*flags, EightBits);
  uint8_t byte;
  memcpy(&byte, &bits, sizeof byte);
  return byte;
}

FORGER_INLINE void flags_of(uint8_t bits, EightFlags *flags) {
  const EightFlags places = {1, 2, 4, 8, 16, 32, 64, 128};
  *flags = ((EightFlags){0} + bits & places) != 0;
}

// x where the flag is set, `slope` times x elsewhere; a slope of 0 gives 0 for any value.
FORGER_INLINE void rectify(Eight *x, const EightFlags *flags, float slope) {
  const EightFlags scaled = slope == 0 ? (EightFlags){0} : (EightFlags)(*x * slope);
  *x = (Eight)((*flags & (EightFlags)*x) | (~*flags & scaled));
}

#endif
