// forger_random.h
#include <math.h>
#include <string.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/sanitizers.h"
#include "kernels.h"

#pragma STDC FP_CONTRACT OFF

// Salmon et al.'s own test vectors: `kat_vectors` of Random123.
static void try_blocks(void) {
  static const uint32_t vectors[][10] = {
    {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
    {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff,
     0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
    {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0,
     0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}};
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; ++i) {
    begin_case("vector %zu of Philox", i);
    uint32_t *counter = guarded(16, 4), *key = guarded(8, 4), *block = guarded(16, 4);
    memcpy(counter, vectors[i], 16);
    memcpy(key, vectors[i] + 4, 8);
    seal(counter);
    seal(key);
    forger_philox_block(counter, key, block);
    demand(block, 16);
    check(memcmp(block, vectors[i] + 6, 16) == 0, "%08x %08x ...", block[0], block[1]);
    release_all();
  }
}

typedef struct {
  uint64_t first, seed, key;
} Stream;

// Word `word` of the block that number `index` of a fill is made of, where the words stand in its unit.
static uint32_t word_of(const Stream *stream, size_t index, size_t word) {
  const size_t blocks = FORGER_RANDOM_UNIT_BLOCKS, unit = index / FORGER_RANDOM_UNIT_NUMBERS;
  const uint64_t block = stream->first + unit * blocks + index % blocks;
  const uint32_t counter[4] = {
    (uint32_t)block, (uint32_t)(block >> 32), (uint32_t)stream->seed, (uint32_t)(stream->seed >> 32)};
  const uint32_t key[2] = {(uint32_t)stream->key, (uint32_t)(stream->key >> 32)};
  uint32_t words[4];
  forger_philox_block(counter, key, words);
  return words[word];
}

static size_t place_in_unit(size_t index) {
  return index % FORGER_RANDOM_UNIT_NUMBERS / FORGER_RANDOM_UNIT_BLOCKS;
}

static void check_uniform(
    const Stream *s, const float *numbers, size_t count, float low, float high) {
  for (size_t i = 0; i < count; ++i) {
    const uint32_t word = word_of(s, i, place_in_unit(i));
    const float number = (float)(word >> 8) * 0x1p-24f * (high - low) + low;
    const float expected = number < high ? number : nextafterf(high, -INFINITY);
    check(numbers[i] == expected, "number %zu is %.9g, not %.9g", i, numbers[i], expected);
  }
}

// Box and Muller's transform in double precision, with the angle drawn as random.c says.
static double normal(uint32_t radius, uint32_t angle, int is_second) {
  const double u = ((float)(int32_t)(radius >> 1) + 0.5f) * 0x1p-31f;
  const double phi = (int32_t)(angle << 2) * 0x1p-31 * acos(-1) / 4;
  const double length = sqrt(-log(u));
  if (is_second) return (angle & 0x40000000 ? -1 : 1) * length * (cos(phi) - sin(phi));
  return (angle & 0x80000000 ? -1 : 1) * length * (cos(phi) + sin(phi));
}

static void check_normal(
    const Stream *s, const float *numbers, size_t count, float mean, float deviation) {
  for (size_t i = 0; i < count; ++i) {
    const size_t place = place_in_unit(i), pair = place / 2 * 2;
    const double expected = normal(word_of(s, i, pair), word_of(s, i, pair + 1), place % 2);
    // The header's 1e-6, and the rounding of the result.
    const double distance = deviation * (1e-6 + 0x1p-23 * fabs(expected)) + 0x1p-23 * fabsf(mean);
    const double exact = expected * deviation + mean;
    check(
        fabs(numbers[i] - exact) <= distance, "number %zu is %.9g, not %.9g", i, numbers[i], exact);
  }
}

static void check_truncated(
    const Stream *s, const float *numbers, size_t count, float mean, float deviation) {
  const double inside = erf(sqrt(2));
  for (size_t i = 0; i < count; ++i) {
    const double x = ((double)numbers[i] - mean) / deviation;
    const double below = (double)(int32_t)word_of(s, i, place_in_unit(i)) * 0x1p-31 * inside;
    // Errors of x, times the slope of the distribution; the slope is below 0.8 everywhere.
    const double distance = 0.8 * (2e-6 + 0x1p-22 * fabs(mean / deviation));
    check(fabs(x) <= 2.000001, "number %zu is %.9g deviations off", i, x);
    check(fabs(erf(x / sqrt(2)) - below) <= distance, "number %zu is %.9g deviations off", i, x);
  }
}

void try_random(void) {
  static const size_t counts[] = {0, 1, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 127, 128, 129, 321};
  static const uint64_t words[] = {0, 1, 0xFFFFFFF8, 0xFFFFFFFF, 0x123456789ABCDEF0,
                                   (uint64_t)-9, (uint64_t)-1};
  static const float bounds[][2] = {{0, 1}, {-1, 1}, {-3, -1}, {-1, 0}, {1e6f, 1000000.5f}};
  static const float moments[][2] = {{0, 1}, {0.5f, 0.02f}, {-3, 2}};
  try_blocks();
  for (size_t c = 0; c < sizeof counts / sizeof *counts; ++c)
    for (int i = 0; i < 12; ++i) {
      const size_t count = counts[c];
      const Stream s = {DRAW(words), DRAW(words), DRAW(words)};
      const float *bound = DRAW(bounds), *moment = DRAW(moments);
      begin_case(
          "%zu random numbers from block %#jx of seed %#jx, key %#jx, in [%g, %g), of mean %g and "
          "deviation %g",
          count, (uintmax_t)s.first, (uintmax_t)s.seed, (uintmax_t)s.key, bound[0], bound[1],
          moment[0], moment[1]);
      float *numbers = guarded_floats(count);
      forger_random_uniform(numbers, count, s.first, s.seed, s.key, bound[0], bound[1]);
      demand(numbers, count * sizeof *numbers);
      check_uniform(&s, numbers, count, bound[0], bound[1]);
      numbers = guarded_floats(count);
      forger_random_normal(numbers, count, s.first, s.seed, s.key, moment[0], moment[1]);
      demand(numbers, count * sizeof *numbers);
      check_normal(&s, numbers, count, moment[0], moment[1]);
      numbers = guarded_floats(count);
      forger_random_truncated_normal(numbers, count, s.first, s.seed, s.key, moment[0], moment[1]);
      demand(numbers, count * sizeof *numbers);
      check_truncated(&s, numbers, count, moment[0], moment[1]);
      release_all();
    }
}
