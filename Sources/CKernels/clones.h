// How a kernel is compiled several times, once for each width of vectors.
#ifndef FORGER_CLONES_H
#define FORGER_CLONES_H

// FORGER_CLONES before a function's definition compiles it for AVX-512, AVX2 and the baseline; the loader
// picks the best one for the CPU. On other systems there is one version, as there is if the compiler's
// command line defines FORGER_CLONES as nothing: `make sanitize` tests each version separately.
#ifdef FORGER_CLONES
#elif defined(__x86_64__) && defined(__linux__)
#define FORGER_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FORGER_CLONES
#endif

// Helpers of a cloned function must become part of it, or they would be compiled for the baseline.
#define FORGER_INLINE static inline __attribute__((always_inline))

#endif
