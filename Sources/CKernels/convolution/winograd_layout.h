// Where a planned pass stores its intermediate values.
#ifndef FORGER_WINOGRAD_LAYOUT_H
#define FORGER_WINOGRAD_LAYOUT_H

#include "../lanes.h"
#include "winograd_internal.h"

static inline size_t divided(size_t count, size_t by) { return (count + by - 1) / by; }

static inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static inline size_t larger(size_t a, size_t b) { return a > b ? a : b; }

// The tiles of a part of the results.
static inline size_t tiles_of(const ForgerWinograd *plan, size_t part) {
  return plan->sizes.batch * plan->axes[part / plan->parts][0].tiles
      * plan->axes[part % plan->parts][1].tiles;
}

static inline size_t most_tiles(const ForgerWinograd *plan) { return tiles_of(plan, 0); }

static inline size_t chunks(const ForgerWinograd *plan) {
  return divided(most_tiles(plan), plan->chunk);
}

static inline size_t groups(const ForgerWinograd *plan) { return divided(plan->chunk, plan->group); }

static inline size_t input_panels(const ForgerWinograd *plan) {
  return plan->phases * plan->phases * plan->inner_panels;
}

// Floats between points: an odd number of cache lines, so that points do not share cache sets.
static inline size_t spaced(size_t lines) { return (lines | 1) * LANES; }

static inline size_t input_block(const ForgerWinograd *plan) {
  return groups(plan) * plan->group * plan->depth * LANES;
}

static inline size_t input_point(const ForgerWinograd *plan) {
  return spaced(divided(input_panels(plan), plan->depth) * input_block(plan) / LANES);
}

static inline size_t gradient_point(const ForgerWinograd *plan) {
  return spaced(plan->chunk * plan->outer_panels);
}

static inline size_t weights_point(const ForgerWinograd *plan) { return spaced(plan->depth * LANES); }

static inline size_t products_point(const ForgerWinograd *plan) {
  return spaced(divided(groups(plan), plan->splits) * plan->group);
}

static inline size_t block_point(const ForgerWinograd *plan) {
  return spaced(plan->rows_of_unit * plan->columns_of_unit * LANES);
}

static inline size_t block_units(const ForgerWinograd *plan) {
  return divided(input_panels(plan), plan->rows_of_unit)
      * divided(plan->outer_panels, plan->columns_of_unit);
}

// The position of a phase's tap in the weights, or -1 if the phase is shorter.
static inline ptrdiff_t tap_of(
    const ForgerWinograd *plan, const ForgerWinogradAxis axes[2], size_t phase, int i, int j) {
  const ptrdiff_t kernel = (ptrdiff_t)plan->sizes.kernel;
  const ptrdiff_t y = axes[0].kernel_step * i + axes[0].kernel_base[phase / plan->phases];
  const ptrdiff_t x = axes[1].kernel_step * j + axes[1].kernel_base[phase % plan->phases];
  return y < 0 || x < 0 || y >= kernel || x >= kernel ? -1 : y * kernel + x;
}

// Whether a panel's phase omits a point.
static inline int lacks(
    const ForgerWinograd *plan, const ForgerWinogradAxis axes[2], size_t panel, size_t point) {
  const size_t phase = panel / plan->inner_panels;
  return (point < plan->points && axes[0].is_short[phase / plan->phases])
      || (point % plan->points == 0 && axes[1].is_short[phase % plan->phases]);
}

#endif
