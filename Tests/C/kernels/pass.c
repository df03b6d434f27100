// forger_pass and forger_leaky_relu_gradient
#include <math.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/sanitizers.h"
#include "kernels.h"

static const float slopes[] = {0, 0.2f, 0.01f, 1};
static const float special[] = {0, -0.0f, INFINITY, -INFINITY, NAN, 1e-42f};

static void draw_with_special(float *values, size_t count) {
  draw_values(values, count);
  for (size_t i = 0; i < count; ++i)
    if (draw_below(9) == 0) values[i] = DRAW(special);
}

typedef struct {
  int normalizes, is_noisy, rectifies;
} Steps;

// The value after the steps before the leaky ReLU, and by how much a float may be off.
static double exact_value(const ForgerPass *p, float x, size_t column, size_t i, double *distance) {
  double value = x, size = 0;
  if (p->mean) {
    value = ((double)x - p->mean[column]) * p->scale[column] + p->shift[column];
    size = fabs(((double)x - p->mean[column]) * p->scale[column]) + fabs(p->shift[column]);
  }
  if (p->noise) {
    value += (double)p->noise[i] * p->deviation;
    size += fabs((double)p->noise[i] * p->deviation) + fabs(value);
  }
  // A rounding for each of the up to five operations.
  *distance = 5 * 0x1p-24 * (size + fabs(value));
  return value;
}

static void check_pass(
    const ForgerPass *p, const float *x, const float *y, size_t first_column, size_t count) {
  demand(y, count * sizeof *y);
  for (size_t i = 0; i < count; ++i) {
    double distance;
    const size_t column = p->mean ? (first_column + i) % p->width : 0;
    double value = exact_value(p, x[i], column, i, &distance);
    if (p->signs) {
      // The last byte's other bits mean nothing.
      const int passed = p->signs[i / 8] >> i % 8 & 1;
      demand(&passed, sizeof passed);
      check(
          passed == !(value <= 0) || fabs(value) <= distance, "sign %zu of %.9g is %d", i, value,
          passed);
      if (!passed) value = p->slope == 0 ? 0 : value * p->slope;
    }
    const int is_same = isfinite(value) ? fabs(y[i] - value) <= distance + 1e-44
        : isnan(value)                  ? isnan(y[i])
                                        : y[i] == value;
    check(is_same, "value %zu is %.9g, not %.9g", i, y[i], value);
  }
}

static void try_steps(Steps steps, size_t width, size_t column, size_t count) {
  begin_case(
      "pass over %zu values from column %zu of %zu%s%s%s", count, column, width,
      steps.normalizes ? ", normalized" : "", steps.is_noisy ? ", noisy" : "",
      steps.rectifies ? ", rectified" : "");
  // Only without a normalisation vectors may reach past the end.
  float *(*room)(size_t) = steps.normalizes ? guarded_floats : guarded_eights;
  float *x = room(count), *y = room(count), *noise = room(count);
  float *mean = guarded_floats(width), *scale = guarded_floats(width);
  float *shift = guarded_floats(width);
  uint8_t *signs = guarded((count + 7) / 8, 1);
  draw_with_special(x, count);
  draw_values(noise, count);
  draw_values(mean, width);
  draw_values(scale, width);
  draw_values(shift, width);
  seal(x), seal(noise), seal(mean), seal(scale), seal(shift);
  ForgerPass pass = {.width = width, .deviation = 0.1f, .slope = DRAW(slopes)};
  if (steps.normalizes) pass.mean = mean, pass.scale = scale, pass.shift = shift;
  if (steps.is_noisy) pass.noise = noise;
  if (steps.rectifies) pass.signs = signs;
  forger_pass(&pass, x, y, column, count);
  check_pass(&pass, x, y, column, count);
  release_all();
}

static void try_gradient(size_t count) {
  const float slope = DRAW(slopes);
  begin_case("gradient of leaky ReLU, slope %g, of %zu values", slope, count);
  float *gradient = guarded_eights(count), *result = guarded_eights(count);
  uint8_t *signs = guarded((count + 7) / 8, 1);
  draw_with_special(gradient, count);
  for (size_t i = 0; i < (count + 7) / 8; ++i) signs[i] = (uint8_t)draw_bits();
  seal(gradient);
  seal(signs);
  forger_leaky_relu_gradient(gradient, signs, slope, result, count);
  demand(result, count * sizeof *result);
  for (size_t i = 0; i < count; ++i) {
    const float g = gradient[i];
    const float expected = signs[i / 8] >> i % 8 & 1 ? g : slope == 0 ? 0 : slope * g;
    check(
        result[i] == expected || (isnan(result[i]) && isnan(expected)),
        "value %zu is %.9g, not %.9g", i, result[i], expected);
  }
  release_all();
}

void try_pass(void) {
  static const size_t counts[] = {0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 129, 1000};
  static const size_t widths[] = {1, 3, 5, 7, 8, 9, 17, 64, 65}, wholes[] = {8, 16, 24, 64, 72};
  for (size_t c = 0; c < sizeof counts / sizeof *counts; ++c)
    for (int kinds = 0; kinds < 8; ++kinds) {
      const Steps steps = {kinds & 1, kinds >> 1 & 1, kinds >> 2};
      for (int i = 0; i < 8; ++i) {
        if (steps.normalizes && (steps.is_noisy || steps.rectifies)) {
          const size_t width = DRAW(wholes);
          try_steps(steps, width, draw_below(width / 8) * 8, counts[c] / 8 * 8);
        } else {
          const size_t width = DRAW(widths);
          try_steps(steps, width, draw_below(width), counts[c]);
        }
      }
    }
  for (size_t count = 0; count <= 133; ++count) try_gradient(count);
}
