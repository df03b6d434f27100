// Transforms weights into Winograd's domain, and their gradients back from it.
#include "winograd_noise.h"
#include "winograd_transforms.h"

// The weights of one tap between 16 inner and 16 outer channels, as [inner][outer]. Those `ahead` inner
// channels further on come next and are prefetched.
FORGER_INLINE void gather(
    const ForgerWinograd *plan, const float *weights, ptrdiff_t tap, size_t inner, size_t outer,
    size_t ahead, Lanes to[LANES]) {
  const size_t rows = plan->inner - inner, columns = plan->outer - outer;
  if (tap < 0 || rows < LANES || columns < LANES)
    for (int k = 0; k < LANES; ++k) to[k] = (Lanes){0};
  if (tap < 0) return;
  const size_t height = rows < LANES ? rows : LANES, width = columns < LANES ? columns : LANES;
  if (plan->pass == FORGER_INPUT_GRADIENT) {
    // The kernel's own order is [outer][inner] here.
    const float *from = weights + ((size_t)tap * plan->outer + outer) * plan->inner + inner;
    float *values = (float *)to;
    for (size_t n = 0; n < width; ++n) __builtin_prefetch(from + n * plan->inner + ahead);
    if (height == LANES && width == LANES) {
      for (size_t n = 0; n < LANES; ++n)
        UNROLL
        for (size_t k = 0; k < LANES; ++k) values[k * LANES + n] = from[n * plan->inner + k];
    } else {
      for (size_t n = 0; n < width; ++n)
        for (size_t k = 0; k < height; ++k) values[k * LANES + n] = from[n * plan->inner + k];
    }
  } else {
    const float *from = weights + ((size_t)tap * plan->inner + inner) * plan->outer + outer;
    for (size_t k = 0; k < height; ++k)
      __builtin_prefetch(from + (k + ahead) * plan->outer);
    for (size_t k = 0; k < height; ++k) load(&to[k], from + k * plan->outer, columns);
  }
}

FORGER_INLINE void transform_channels(
    const Points *points, const int short_rows, const int short_columns,
    Lanes kernel[MAXIMUM_TAPS * MAXIMUM_TAPS][LANES], float *to, size_t point) {
  const Points down = without_zero(points, short_rows), across = without_zero(points, short_columns);
  const int size = 2 * points->pairs + points->zero + 1, taps = points->taps;
  const int rows = size - (points->taps - down.taps), columns = size - (taps - across.taps);
  Lanes middle[MAXIMUM_POINTS][MAXIMUM_TAPS], column[MAXIMUM_TAPS];
  to += (size_t)((size - rows) * size + size - columns) * point;
  for (int k = 0; k < LANES; ++k, to += LANES) {
    UNROLL
    for (int j = 0; j < across.taps; ++j) {
      UNROLL
      for (int i = 0; i < down.taps; ++i) column[i] = kernel[i * taps + j][k];
      evaluate(&down, down.taps, 1, column, &middle[0][j], MAXIMUM_TAPS);
    }
    UNROLL
    for (int i = 0; i < rows; ++i)
      evaluate(
          &across, across.taps, 1, middle[i], (Lanes *)(to + (size_t)(i * size) * point),
          (int)(point / LANES));
  }
}

FORGER_INLINE void transform(
    const Points *points, const ForgerWinograd *plan, const ForgerWinogradAxis axes[2],
    const float *weights, size_t first, size_t count, size_t outer, float *to, size_t point) {
  const int taps = points->taps;
  Lanes kernel[MAXIMUM_TAPS * MAXIMUM_TAPS][LANES];
  for (size_t panel = first; panel < first + count; ++panel, to += LANES * LANES) {
    const size_t phase = panel / plan->inner_panels, inner = panel % plan->inner_panels * LANES;
    const size_t ahead = inner + 2 * LANES <= plan->inner ? LANES : 0;
    for (int i = 0; i < taps; ++i)
      for (int j = 0; j < taps; ++j)
        gather(
            plan, weights, tap_of(plan, axes, phase, i, j), inner, outer, ahead,
            kernel[i * taps + j]);
#define RUN(short_rows, short_columns) \
  transform_channels(points, short_rows, short_columns, kernel, to, point)
    if (points->taps == UNEVEN_TAPS) {
      FOR_LENGTHS(
          axes[0].is_short[phase / plan->phases], axes[1].is_short[phase % plan->phases], RUN)
    } else {
      RUN(0, 0);
    }
#undef RUN
  }
}

FORGER_CLONES void forger_winograd_weights(
    const ForgerWinograd *plan, const ForgerWinogradAxis axes[2], const float *weights,
    size_t first, size_t count, size_t outer, float *to, size_t point) {
#define RUN(points) transform(points, plan, axes, weights, first, count, outer, to, point)
  FOR_METHOD(plan->method, RUN)
#undef RUN
}

FORGER_INLINE void transform_back(
    const Points *points, const int short_rows, const int short_columns,
    const ForgerWinograd *plan, const float *block, size_t point, size_t phase, size_t inner,
    size_t outer, float *weights, LaneFlags *noise) {
  const Points down = without_zero(points, short_rows), across = without_zero(points, short_columns);
  const int size = 2 * points->pairs + points->zero + 1;
  const int rows = size - (points->taps - down.taps);
  const int columns = size - (points->taps - across.taps);
  Lanes middle[MAXIMUM_TAPS][MAXIMUM_POINTS], values[MAXIMUM_POINTS];
  const float scale = noise_scale(plan);
  LaneFlags flags;
  block += (size_t)((size - rows) * size + size - columns) * point;
  for (size_t k = 0; k < LANES && inner + k < plan->inner; ++k, block += LANES) {
    Lanes squares = {0};
    for (int j = 0; j < columns; ++j) {
      // A separate sum: one for all columns would be a long dependency chain.
      Lanes column = {0};
      UNROLL
      for (int i = 0; i < rows; ++i) {
        values[i] = *(const Lanes *)(block + (size_t)(i * size + j) * point);
        column += values[i] * values[i];
      }
      squares += column;
      collapse(&down, down.taps, 1, values, &middle[0][j], MAXIMUM_POINTS);
    }
    for (int i = 0; i < down.taps; ++i) {
      collapse(&across, across.taps, 1, middle[i], values, 1);
      for (int j = 0; j < across.taps; ++j) {
        const ptrdiff_t tap = tap_of(plan, plan->axes[0], phase, i, j);
        if (tap < 0) continue;
        store(
            weights + ((size_t)tap * plan->inner + inner + k) * plan->outer + outer, &values[j],
            plan->outer - outer);
        flag_noise(&flags, &values[j], scale, &squares);
        *noise |= flags;
      }
    }
  }
}

FORGER_INLINE void transform_back_by_lengths(
    const Points *points, const ForgerWinograd *plan, const float *block, size_t point,
    size_t panel, size_t outer, float *weights, LaneFlags *noise) {
  const ForgerWinogradAxis *axes = plan->axes[0];
  const size_t phase = panel / plan->inner_panels, inner = panel % plan->inner_panels * LANES;
#define RUN(short_rows, short_columns) \
  transform_back( \
      points, short_rows, short_columns, plan, block, point, phase, inner, outer, weights, noise)
  if (points->taps == UNEVEN_TAPS) {
    FOR_LENGTHS(
        axes[0].is_short[phase / plan->phases], axes[1].is_short[phase % plan->phases], RUN)
  } else {
    RUN(0, 0);
  }
#undef RUN
}

FORGER_CLONES int forger_winograd_weight_gradient(
    const ForgerWinograd *plan, const float *block, size_t point, size_t panel, size_t outer,
    float *weights) {
  LaneFlags noise = {0};
#define RUN(points) \
  transform_back_by_lengths(points, plan, block, point, panel, outer, weights, &noise)
  FOR_METHOD(plan->method, RUN)
#undef RUN
  return any(&noise);
}
