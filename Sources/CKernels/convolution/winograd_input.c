// Transforms tiles of images into Winograd's domain.
#include "winograd_internal.h"
#include "winograd_transforms.h"

// One tile's 16 channels, zero outside of the image.
FORGER_INLINE void transform(
    const Points *points, const int of_gradient, const int short_rows, const int short_columns,
    const WinogradImages *images, const float *values, size_t lanes, ptrdiff_t row,
    ptrdiff_t column, float *to, size_t point) {
  const Points down = without_zero(points, short_rows), across = without_zero(points, short_columns);
  const int rows = 2 * down.pairs + down.zero + 1, columns = 2 * across.pairs + across.zero + 1;
  const int size = 2 * points->pairs + points->zero + 1;
  const int high = of_gradient ? points->tile : rows, wide = of_gradient ? points->tile : columns;
  const ptrdiff_t height = (ptrdiff_t)images->height, width = (ptrdiff_t)images->width;
  Lanes middle[MAXIMUM_POINTS][MAXIMUM_POINTS], pixels[MAXIMUM_POINTS];
  for (int j = 0; j < wide; ++j) {
    const ptrdiff_t x = column + j * images->axes[1].step;
    const int inside = x >= 0 && x < width;
    UNROLL
    for (int i = 0; i < high; ++i) {
      const ptrdiff_t y = row + i * images->axes[0].step;
      if (inside && y >= 0 && y < height) {
        load(&pixels[i], values + (size_t)(y * width + x) * images->channels, lanes);
      } else {
        pixels[i] = (Lanes){0};
      }
    }
    if (of_gradient) {
      evaluate(&down, points->tile, 0, pixels, &middle[0][j], MAXIMUM_POINTS);
    } else {
      interpolate(&down, pixels, &middle[0][j], MAXIMUM_POINTS);
    }
  }
  to += (size_t)(size - rows) * (size_t)size * point + (size_t)(size - columns) * point;
  for (int i = 0; i < rows; ++i, to += (size_t)size * point) {
    if (of_gradient) {
      evaluate(&across, points->tile, 0, middle[i], (Lanes *)to, (int)(point / LANES));
    } else {
      interpolate(&across, middle[i], (Lanes *)to, (int)(point / LANES));
    }
  }
}

FORGER_INLINE void transform_tiles(
    const Points *points, const int of_gradient, const WinogradImages *images, WinogradTiles *to,
    size_t first, size_t count, size_t place) {
  const ForgerWinogradAxis *rows = &images->axes[0], *columns = &images->axes[1];
  const size_t panels = (images->channels + LANES - 1) / LANES;
  const size_t image = images->height * images->width * images->channels;
  for (size_t tile = first; tile < first + count; ++tile, ++place) {
    const size_t down = tile / columns->tiles, n = down / rows->tiles;
    const ptrdiff_t row = (ptrdiff_t)(down % rows->tiles * (size_t)points->tile) * rows->step;
    const ptrdiff_t column = (ptrdiff_t)(tile % columns->tiles * (size_t)points->tile) * columns->step;
    float *const group = to->values + place / to->group * (to->depth * to->group * LANES)
        + place % to->group * LANES;
    for (size_t phase = 0; phase < images->phases * images->phases; ++phase) {
      const size_t vertical = phase / images->phases, horizontal = phase % images->phases;
      const ptrdiff_t y = row + rows->base[vertical], x = column + columns->base[horizontal];
      for (size_t panel = 0; panel < panels; ++panel) {
        const size_t at = phase * panels + panel;
        const float *values = images->values + n * image + panel * LANES;
        float *out = group + at / to->depth * to->block + at % to->depth * (to->group * LANES);
#define RUN(short_rows, short_columns) \
  transform( \
      points, of_gradient, short_rows, short_columns, images, values, \
      images->channels - panel * LANES, y, x, out, to->point)
        if (!of_gradient && points->taps == UNEVEN_TAPS) {
          FOR_LENGTHS(rows->is_short[vertical], columns->is_short[horizontal], RUN)
        } else {
          RUN(0, 0);
        }
#undef RUN
      }
    }
  }
}

FORGER_CLONES void forger_winograd_input(
    ForgerWinogradMethod method, const WinogradImages *images, WinogradTiles *to, size_t first,
    size_t count, size_t place) {
#define RUN(points) transform_tiles(points, 0, images, to, first, count, place)
  FOR_METHOD(method, RUN)
#undef RUN
}

FORGER_CLONES void forger_winograd_output_gradient(
    ForgerWinogradMethod method, const WinogradImages *images, WinogradTiles *to, size_t first,
    size_t count, size_t place) {
#define RUN(points) transform_tiles(points, 1, images, to, first, count, place)
  FOR_METHOD(method, RUN)
#undef RUN
}
