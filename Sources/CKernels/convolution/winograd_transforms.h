// The one-dimensional transforms of F(tile, taps) by Cook and Toom's method, over 16 channels at once.
//
// F(m, r) computes m outputs y of an r-tap correlation from n = m + r - 1 inputs d by n multiplications: y =
// A' [(G g) . (B' d)] (Winograd 1980, "Arithmetic Complexity of Computations"; Lavin and Gray 2015,
// arXiv:1509.09308). G and A evaluate polynomials at n points, the last of them infinity; B' follows from
// interpolation. The weight gradient is its transpose: g' = G' [(B' d) . (A y')].
//
// The finite points are pairs +p, -p, and zero where n is even. With M(x) the product of (x - p)
// over the finite points, row p of B' holds the coefficients of M(x) / (x - p), the row of infinity
// those of M(x), and row p of G is divided by M'(p).
#ifndef FORGER_WINOGRAD_TRANSFORMS_H
#define FORGER_WINOGRAD_TRANSFORMS_H

#include "../lanes.h"

#define MAXIMUM_POINTS 8
#define MAXIMUM_TILE 4
#define MAXIMUM_TAPS 5

// The pairs of points p, -p, and whether zero is a point, too.
typedef struct {
  int tile, taps, pairs, zero;
  float at[3];
} Points;

// Chosen among simple numbers for small errors: see docs/performance.md.
static const Points points_of_4_2 = {4, 2, 2, 0, {0.5f, 1.5f}};
static const Points points_of_2_3 = {2, 3, 1, 1, {1}};
static const Points points_of_4_3 = {4, 3, 2, 1, {0.625f, 1.5f}};
static const Points points_of_4_5 = {4, 5, 3, 1, {0.5f, 1, 2}};

// The method with one tap less and without the point zero. If a kernel's phases have different numbers of
// taps, the shorter ones omit that point and share the others.
FORGER_INLINE Points without_zero(const Points *points, const int is_short) {
  Points result = *points;
  if (is_short) --result.taps, result.zero = 0;
  return result;
}

// Expands to one call of `run` per method, with the method's constants.
#define FOR_METHOD(method, run) \
  switch (method) { \
    case FORGER_F_4_2: run(&points_of_4_2); break; \
    case FORGER_F_2_3: run(&points_of_2_3); break; \
    case FORGER_F_4_3: run(&points_of_4_3); break; \
    case FORGER_F_4_5: run(&points_of_4_5); break; \
  }

// Expands to one call of `run` with the two flags as constants.
#define FOR_LENGTHS(short_rows, short_columns, run) \
  switch (((short_rows) != 0) * 2 + ((short_columns) != 0)) { \
    case 0: run(0, 0); break; \
    case 1: run(0, 1); break; \
    case 2: run(1, 0); break; \
    default: run(1, 1); break; \
  }

// The products over the pairs other than k of (y - p^2), by powers of y; k = pairs: over all pairs.
FORGER_INLINE void others(const Points *points, int k, float q[4]) {
  q[0] = 1, q[1] = q[2] = q[3] = 0;
  UNROLL
  for (int j = 0; j < points->pairs; ++j) {
    if (j == k) continue;
    const float square = points->at[j] * points->at[j];
    q[3] = q[2] - square * q[3];
    q[2] = q[1] - square * q[2];
    q[1] = q[0] - square * q[1];
    q[0] = -square * q[0];
  }
}

// 1 / M'(p) of pair k at its positive point.
FORGER_INLINE float norm(const Points *points, int k) {
  const float p = points->at[k];
  float derivative = 2 * p * (points->zero ? p : 1);
  UNROLL
  for (int j = 0; j < points->pairs; ++j)
    if (j != k) derivative *= p * p - points->at[j] * points->at[j];
  return 1 / derivative;
}

FORGER_INLINE float norm_of_zero(const Points *points) {
  float value = 1;
  UNROLL
  for (int j = 0; j < points->pairs; ++j) value *= -points->at[j] * points->at[j];
  return 1 / value;
}

// B': n inputs to n values at the points.
FORGER_INLINE void interpolate(const Points *points, const Lanes *in, Lanes *out, int stride) {
  const int zero = points->zero, pairs = points->pairs;
  float q[4];
  UNROLL
  for (int k = 0; k < pairs; ++k) {
    others(points, k, q);
    Lanes plain = in[2 * (pairs - 1) + 1 + zero], scaled = in[2 * (pairs - 1) + zero];
    UNROLL
    for (int d = 0; d < pairs - 1; ++d) {
      plain += q[d] * in[2 * d + 1 + zero];
      scaled += q[d] * in[2 * d + zero];
    }
    out[(zero + 2 * k) * stride] = plain + points->at[k] * scaled;
    out[(zero + 2 * k + 1) * stride] = plain - points->at[k] * scaled;
  }
  others(points, pairs, q);
  Lanes infinity = in[2 * pairs + zero];
  UNROLL
  for (int d = 0; d < pairs; ++d) infinity += q[d] * in[2 * d + zero];
  out[(2 * pairs + zero) * stride] = infinity;
  if (zero) {
    Lanes origin = in[2 * pairs];
    UNROLL
    for (int d = 0; d < pairs; ++d) origin += q[d] * in[2 * d];
    out[0] = origin;
  }
}

// G (normed) or A: the polynomial with `count` coefficients at the points.
FORGER_INLINE void evaluate(
    const Points *points, int count, int normed, const Lanes *in, Lanes *out, int stride) {
  const int zero = points->zero, pairs = points->pairs;
  UNROLL
  for (int k = 0; k < pairs; ++k) {
    const float p = points->at[k], f = normed ? norm(points, k) : 1;
    const float g = normed && !zero ? -f : f;
    float power = p * p;
    Lanes even = in[0], odd = in[1];
    UNROLL
    for (int d = 1; 2 * d < count; ++d, power *= p * p) {
      even += power * in[2 * d];
      if (2 * d + 1 < count) odd += power * in[2 * d + 1];
    }
    if (normed) {
      out[(zero + 2 * k) * stride] = f * even + (f * p) * odd;
      out[(zero + 2 * k + 1) * stride] = g * even - (g * p) * odd;
    } else {
      out[(zero + 2 * k) * stride] = even + p * odd;
      out[(zero + 2 * k + 1) * stride] = even - p * odd;
    }
  }
  if (zero) out[0] = normed ? norm_of_zero(points) * in[0] : in[0];
  out[(2 * pairs + zero) * stride] = in[count - 1];
}

// p to the power of i, or of i - 1 if i is odd.
FORGER_INLINE float even_power(float p, int i) {
  float power = 1;
  UNROLL
  for (int j = 2; j <= i; j += 2) power *= p * p;
  return power;
}

// The transposes of `evaluate`: A' or G' (normed), n values to `count`.
FORGER_INLINE void collapse(
    const Points *points, int count, int normed, const Lanes *in, Lanes *out, int stride) {
  const int zero = points->zero, pairs = points->pairs;
  Lanes sums[3], differences[3];
  UNROLL
  for (int k = 0; k < pairs; ++k) {
    Lanes plus = in[zero + 2 * k], minus = in[zero + 2 * k + 1];
    if (normed) {
      const float f = norm(points, k);
      plus *= f;
      minus *= zero ? f : -f;
    }
    sums[k] = plus + minus;
    differences[k] = (plus - minus) * points->at[k];
  }
  UNROLL
  for (int i = 0; i < count; ++i) {
    Lanes value = i % 2 ? differences[0] : sums[0];
    if (i >= 2) value *= even_power(points->at[0], i);
    UNROLL
    for (int k = 1; k < pairs; ++k)
      value += even_power(points->at[k], i) * (i % 2 ? differences[k] : sums[k]);
    if (i == 0 && zero) value += normed ? norm_of_zero(points) * in[0] : in[0];
    if (i == count - 1) value += in[2 * pairs + zero];
    out[i * stride] = value;
  }
}

#endif
