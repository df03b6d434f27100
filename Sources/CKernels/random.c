// Philox 4x32-10 and the distributions drawn from it, in loops that clang vectorizes.
//
// Bit-identical everywhere: integers, and IEEE +, -, *, square roots and conversions, each rounded
// once. Contraction to fused multiply-adds would round differently where the CPU has them.
#include "forger_random.h"

#include <string.h>

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

#define BLOCKS FORGER_RANDOM_UNIT_BLOCKS
#define NUMBERS FORGER_RANDOM_UNIT_NUMBERS

// The words of one unit: word w of block b is at [w][b], in the order of the unit's numbers.
typedef uint32_t Unit[4][BLOCKS];

// Two vectors of AVX2 at a time: with one, the latency of the arithmetic dominates.
#define FORGER_LOOP(width) \
  _Pragma(FORGER_TEXT(clang loop vectorize_width(width) interleave_count(2)))
#define FORGER_TEXT(text) #text

// Ten rounds over the words of one block. Each word is the low half of a 64-bit lane, and the high
// half is ignored, so that products need no shuffles when this is vectorized.
FORGER_INLINE void philox(
    uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d, uint32_t key0, uint32_t key1) {
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = (*a & 0xFFFFFFFF) * 0xD2511F53;
    const uint64_t product1 = (*c & 0xFFFFFFFF) * 0xCD9E8D57;
    *a = (product1 >> 32) ^ *b ^ key0;
    *b = product1;
    *c = (product0 >> 32) ^ *d ^ key1;
    *d = product0;
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
}

void forger_philox_block(const uint32_t counter[4], const uint32_t key[2], uint32_t block[4]) {
  uint64_t a = counter[0], b = counter[1], c = counter[2], d = counter[3];
  philox(&a, &b, &c, &d, key[0], key[1]);
  block[0] = (uint32_t)a;
  block[1] = (uint32_t)b;
  block[2] = (uint32_t)c;
  block[3] = (uint32_t)d;
}

// The words of the unit that starts at block `first`.
FORGER_INLINE void fill_unit(Unit words, uint64_t first, uint64_t seed, uint64_t key) {
  FORGER_LOOP(4)
  for (int i = 0; i < BLOCKS; ++i) {
    uint64_t a = first + (uint64_t)i, b = a >> 32, c = seed, d = seed >> 32;
    philox(&a, &b, &c, &d, (uint32_t)key, (uint32_t)(key >> 32));
    words[0][i] = (uint32_t)a;
    words[1][i] = (uint32_t)b;
    words[2][i] = (uint32_t)c;
    words[3][i] = (uint32_t)d;
  }
}

FORGER_INLINE float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

FORGER_INLINE uint32_t to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// -ln u for a u in (0, 1] that is no subnormal number, to 1.2e-7 relative, and never negative.
// u = 2^e m with m in [sqrt 1/2, sqrt 2); ln m = f - f^2/2 + f^3 P(f) with f = m - 1, and P a
// minimax polynomial.
FORGER_INLINE float negative_logarithm(float u) {
  const uint32_t root_of_half = 0x3F3504F3;
  const uint32_t bits = to_bits(u) - root_of_half;
  const float e = (float)((int32_t)bits >> 23);
  const float f = from_bits((bits & 0x007FFFFF) + root_of_half) - 1.0f;
  float p = 8.700359959e-02f;
  p = p * f - 1.426747630e-01f;
  p = p * f + 1.491478701e-01f;
  p = p * f - 1.657758601e-01f;
  p = p * f + 1.996306229e-01f;
  p = p * f - 2.500133702e-01f;
  p = p * f + 3.333391077e-01f;
  const float square = f * f;
  return (square * (0.5f - f * p) - f) - e * 0.693147181f;
}

FORGER_INLINE float square_root(float x) {
#if __has_builtin(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(x);  // Unlike sqrtf without errno, and so without a branch.
#else
  return __builtin_sqrtf(x);
#endif
}

// Two independent Gaussian numbers from two words, after Box and Muller 1958, "A note on the generation of
// random normal deviates": radius sqrt(-2 ln u) and angle. The angle is drawn as two signs and phi in [-pi/4,
// pi/4) off the diagonal: sin(pi/4 + phi) = (cos phi + sin phi) / root 2 needs no reduction, and that root
// cancels against the radius'. Absolute error below 1e-6, as u is rounded to 24 bits; values reach 6.66.
FORGER_INLINE void box_muller(uint32_t word0, uint32_t word1, float *first, float *second) {
  const float u = ((float)(int32_t)(word0 >> 1) + 0.5f) * 0x1p-31f;
  const float radius = square_root(negative_logarithm(u));
  const float phi = (float)(int32_t)(word1 << 2) * (0.785398163f * 0x1p-31f);
  const float square = phi * phi;
  float sine = -1.949563462e-04f;
  sine = sine * square + 8.331978648e-03f;
  sine = sine * square - 1.666665067e-01f;
  sine = sine * (square * phi) + phi;
  float cosine = 2.443844968e-05f;
  cosine = cosine * square - 1.388736750e-03f;
  cosine = cosine * square + 4.166664687e-02f;
  cosine = cosine * (square * square) + (1.0f - 0.5f * square);
  *first = from_bits(to_bits(radius * (cosine + sine)) ^ (word1 & 0x80000000));
  *second = from_bits(to_bits(radius * (cosine - sine)) ^ ((word1 << 1) & 0x80000000));
}

// A Gaussian number within (-2, 2), by inversion of its distribution: x = s Q(w) with s uniform in [-1, 1), w
// = -ln(1 - (T s)^2), T = P(|x| < 2), after Giles 2010, "Approximating the erfinv function"; Q is a minimax
// polynomial. Relative error below 4e-7.
FORGER_INLINE float truncated_normal(uint32_t word) {
  const float s = (float)(int32_t)word * 0x1p-31f;
  const float t = s * 0.954499736f;
  const float w = negative_logarithm(1.0f - t * t);
  float q = -6.068361020e-06f;
  q = q * w + 8.652938888e-05f;
  q = q * w - 2.057034668e-04f;
  q = q * w - 3.128033920e-03f;
  q = q * w + 1.558161922e-02f;
  q = q * w + 3.131885800e-01f;
  q = q * w + 1.196287990e+00f;
  const float x = s * q;
  return x > 2.0f ? 2.0f : (x < -2.0f ? -2.0f : x);
}

FORGER_INLINE void uniform_unit(float *numbers, Unit words, float low, float high) {
  const float width = high - low;
  // The largest number below `high`: low + u * width can round up to `high` itself.
  const uint32_t bits = to_bits(high);
  const float last = from_bits(high > 0 ? bits - 1 : high < 0 ? bits + 1 : 0x80000001);
  for (int w = 0; w < 4; ++w) {
    for (int i = 0; i < BLOCKS; ++i) {
      const float number = (float)(int32_t)(words[w][i] >> 8) * 0x1p-24f * width + low;
      numbers[w * BLOCKS + i] = number < last ? number : last;
    }
  }
}

FORGER_INLINE void normal_unit(float *numbers, Unit words, float mean, float deviation) {
  for (int w = 0; w < 4; w += 2) {
    FORGER_LOOP(8)
    for (int i = 0; i < BLOCKS; ++i) {
      float first, second;
      box_muller(words[w][i], words[w + 1][i], &first, &second);
      numbers[w * BLOCKS + i] = first * deviation + mean;
      numbers[(w + 1) * BLOCKS + i] = second * deviation + mean;
    }
  }
}

FORGER_INLINE void truncated_normal_unit(
    float *numbers, Unit words, float mean, float deviation) {
  for (int w = 0; w < 4; ++w) {
    FORGER_LOOP(8)
    for (int i = 0; i < BLOCKS; ++i) {
      numbers[w * BLOCKS + i] = truncated_normal(words[w][i]) * deviation + mean;
    }
  }
}

// A fill: whole units in place, and the remainder through a unit on the stack.
#define FILL(distribution, parameter0, parameter1)                     \
  Unit words;                                                          \
  for (; count >= NUMBERS; count -= NUMBERS) {                         \
    fill_unit(words, first, seed, key);                                \
    distribution(numbers, words, parameter0, parameter1);              \
    numbers += NUMBERS;                                                \
    first += BLOCKS;                                                   \
  }                                                                    \
  if (count > 0) {                                                     \
    float unit[NUMBERS];                                               \
    fill_unit(words, first, seed, key);                                \
    distribution(unit, words, parameter0, parameter1);                 \
    memcpy(numbers, unit, count * sizeof *numbers);                    \
  }

FORGER_CLONES void forger_random_uniform(
    float *numbers, size_t count, uint64_t first, uint64_t seed, uint64_t key, float low,
    float high) {
  FILL(uniform_unit, low, high)
}

FORGER_CLONES void forger_random_normal(
    float *numbers, size_t count, uint64_t first, uint64_t seed, uint64_t key, float mean,
    float standard_deviation) {
  FILL(normal_unit, mean, standard_deviation)
}

FORGER_CLONES void forger_random_truncated_normal(
    float *numbers, size_t count, uint64_t first, uint64_t seed, uint64_t key, float mean,
    float standard_deviation) {
  FILL(truncated_normal_unit, mean, standard_deviation)
}
