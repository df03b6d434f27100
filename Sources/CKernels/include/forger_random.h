// Random numbers in bulk: Philox 4x32-10 and the distributions drawn from it.
#ifndef FORGER_RANDOM_H
#define FORGER_RANDOM_H

#include <stddef.h>
#include <stdint.h>

// The blocks that one unit of a fill takes, and the numbers it makes of them: a fill is made of
// whole units, and each unit depends on nothing but the index of its first block.
#define FORGER_RANDOM_UNIT_BLOCKS 16
#define FORGER_RANDOM_UNIT_NUMBERS 64

// One block of Philox 4x32-10 (Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3").
void forger_philox_block(const uint32_t counter[4], const uint32_t key[2], uint32_t block[4]);

// The fills write `count` numbers made of blocks `first`, `first + 1`, ... Block b is Philox of the
// counter (b low, b high, seed low, seed high) under the key (low, high). They allocate nothing,
// and their results are the same to the bit on every CPU.

// Uniform in [low, high), from 24 bits a number.
void forger_random_uniform(
    float *numbers, size_t count, uint64_t first, uint64_t seed, uint64_t key, float low,
    float high);

// Normal, by Box and Muller's transform.
void forger_random_normal(
    float *numbers, size_t count, uint64_t first, uint64_t seed, uint64_t key, float mean,
    float standard_deviation);

// Normal on the condition of lying within two standard deviations of the mean, by inversion.
void forger_random_truncated_normal(
    float *numbers, size_t count, uint64_t first, uint64_t seed, uint64_t key, float mean,
    float standard_deviation);

#endif
