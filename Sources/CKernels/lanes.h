// Sixteen channels at a time, in vectors as wide as the CPU has them.
#ifndef FORGER_LANES_H
#define FORGER_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "clones.h"

#define LANES 16

// One vector of AVX-512, two of AVX2, four of SSE. Functions take them by address: by value, clones
// would pass them differently.
typedef float Lanes __attribute__((vector_size(64), aligned(64), may_alias));
typedef float LooseLanes __attribute__((vector_size(64), aligned(4), may_alias));

// The result of comparing lanes: -1 where true.
typedef int LaneFlags __attribute__((vector_size(64), aligned(64)));

#define UNROLL _Pragma("clang loop unroll(full)")

// Reads and writes 16 channels, or the first few of them.
FORGER_INLINE void load(Lanes *to, const float *from, size_t lanes) {
  if (lanes >= LANES) {
    *to = *(const LooseLanes *)from;
  } else {
    *to = (Lanes){0};
    for (size_t i = 0; i < lanes; ++i) ((float *)to)[i] = from[i];
  }
}

FORGER_INLINE void store(float *to, const Lanes *from, size_t lanes) {
  if (lanes >= LANES) {
    *(LooseLanes *)to = *from;
  } else {
    for (size_t i = 0; i < lanes; ++i) to[i] = ((const float *)from)[i];
  }
}

// Results of at least this many floats exceed the caches and bypass them. Cores that fetch lines only to
// overwrite them hinder each other: two would be no faster than one.
#define STREAMED_FLOATS ((size_t)1 << 20)

// Whether results at an address, in rows of this many channels, can bypass the caches.
FORGER_INLINE int can_stream(const float *results, size_t channels, size_t floats) {
  return floats >= STREAMED_FLOATS && channels % LANES == 0
      && (uintptr_t)results % sizeof(Lanes) == 0;
}

// Writes 16 channels past the caches. `end_streams` must be called before anybody else reads them.
FORGER_INLINE void stream(float *to, const Lanes *from) {
  __builtin_nontemporal_store(*from, (Lanes *)to);
}

FORGER_INLINE void end_streams(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

#endif
