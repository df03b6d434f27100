// tanh.
//
// Source: Moshier's Cephes library, `tanhf.c` and `expf.c`: the threshold, argument reduction and
// coefficients.
#include "forger_pointwise.h"

#include <string.h>

#include "../clones.h"

// e^x for x from 0 to 19.
FORGER_INLINE float exponential(float x) {
  // Adding 1.5 * 2^23 rounds to an integer, which is then in the lowest bits.
  const float rounder = 12582912.0f;
  const float shifted = x * 1.44269504f + rounder;
  const float n = shifted - rounder;
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  uint32_t power;
  memcpy(&power, &shifted, sizeof power);
  power = (power << 23) + 0x3F800000;  // The bits of 2^n: those of the rounder are shifted out.
  float scale;
  memcpy(&scale, &power, sizeof scale);
  return (p * (r * r) + r + 1) * scale;
}

FORGER_INLINE float tangent(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  const uint32_t sign = bits & 0x80000000;
  const float size = x < 0 ? -x : x;
  const float square = x * x;
  float p = square * -5.70498872745e-3f + 2.06390887954e-2f;
  p = p * square - 5.37397155531e-2f;
  p = p * square + 1.33314422036e-1f;
  p = p * square - 3.33332819422e-1f;
  // From 9.02 on, tanh is 1 in float32. Written so that NaN stays NaN.
  const float bounded = size > 9.02f ? 9.02f : size;
  const float large = 1 - 2 / (exponential(bounded + bounded) + 1);
  float result = size < 0.625f ? p * square * size + size : large;
  memcpy(&bits, &result, sizeof bits);
  bits |= sign;
  memcpy(&result, &bits, sizeof result);
  return result;
}

FORGER_CLONES void forger_tanh(const float *x, float *y, size_t count) {
  // Two vectors at a time: with one, the latency of the arithmetic dominates.
#pragma clang loop interleave_count(2)
  for (size_t i = 0; i < count; ++i) y[i] = tangent(x[i]);
}
