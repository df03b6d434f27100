// Grouped convolutions, forward and toward the input: tiles of one group at a time, from pixels to pixels.
#include "grouped_internal.h"
#include "winograd_internal.h"
#include "winograd_transforms.h"

// The weight from the channel `in` that is read to the channel `out` that is written. Toward the input, the
// kernel is turned around and its channels change places.
FORGER_INLINE float weight(
    const ForgerGrouped *plan, const float *weights, size_t group, size_t tap, size_t in, size_t out) {
  const size_t channels = plan->groups * LANES;
  if (plan->pass == FORGER_FORWARD) return weights[(tap * LANES + in) * channels + group * LANES + out];
  return weights[((GROUPED_TAPS - 1 - tap) * LANES + out) * channels + group * LANES + in];
}

FORGER_CLONES void forger_grouped_weights(
    const ForgerGrouped *plan, const float *weights, size_t group, float *shared) {
  Lanes *to = (Lanes *)(shared + group * GROUPED_POINTS * LANES * LANES);
  for (size_t in = 0; in < LANES; ++in) {
    Lanes taps[GROUPED_TAPS], rows[GROUPED_SIDE * 3], column[3], points[GROUPED_SIDE];
    for (size_t tap = 0; tap < GROUPED_TAPS; ++tap)
      for (size_t out = 0; out < LANES; ++out)
        ((float *)&taps[tap])[out] = weight(plan, weights, group, tap, in, out);
    for (size_t j = 0; j < 3; ++j) {
      for (size_t i = 0; i < 3; ++i) column[i] = taps[i * 3 + j];
      evaluate(&points_of_4_3, 3, 1, column, rows + j, 3);
    }
    for (size_t i = 0; i < GROUPED_SIDE; ++i) {
      evaluate(&points_of_4_3, 3, 1, rows + i * 3, points, 1);
      for (size_t j = 0; j < GROUPED_SIDE; ++j) to[(i * GROUPED_SIDE + j) * LANES + in] = points[j];
    }
  }
}

// Where a tile is, and what of it is inside the image.
typedef struct {
  size_t first;  // the pixel of its first output
  ptrdiff_t row, column;
} Place;

FORGER_INLINE Place place_of(const ForgerGrouped *plan, size_t tile) {
  const size_t column = tile % plan->tile_columns;
  const size_t row = tile / plan->tile_columns % plan->tile_rows;
  const size_t image = tile / plan->tile_columns / plan->tile_rows;
  const size_t height = plan->sizes.input_height, width = plan->sizes.input_width;
  return (Place){
      (image * height + row * GROUPED_TILE) * width + column * GROUPED_TILE,
      (ptrdiff_t)(row * GROUPED_TILE), (ptrdiff_t)(column * GROUPED_TILE)};
}

// Transforms the pixels that a tile reads, from one row and column before it on.
FORGER_INLINE void read_tile(
    const ForgerGrouped *plan, const float *images, Place place, Lanes *values) {
  const ptrdiff_t height = (ptrdiff_t)plan->sizes.input_height;
  const ptrdiff_t width = (ptrdiff_t)plan->sizes.input_width;
  const ptrdiff_t channels = (ptrdiff_t)(plan->groups * LANES);
  const float *from = images + ((ptrdiff_t)place.first - width - 1) * channels;
  const int is_inside = place.row > 0 && place.column > 0 && place.row + GROUPED_TILE < height
      && place.column + GROUPED_TILE < width;
  Lanes columns[GROUPED_POINTS], pixels[GROUPED_SIDE];
  for (ptrdiff_t j = 0; j < GROUPED_SIDE; ++j) {
    if (is_inside) {
      UNROLL
      for (ptrdiff_t i = 0; i < GROUPED_SIDE; ++i)
        pixels[i] = *(const LooseLanes *)(from + (i * width + j) * channels);
    } else {
      const ptrdiff_t x = place.column - 1 + j;
      UNROLL
      for (ptrdiff_t i = 0; i < GROUPED_SIDE; ++i) {
        const ptrdiff_t y = place.row - 1 + i;
        pixels[i] = (Lanes){0};
        if (y >= 0 && y < height && x >= 0 && x < width)
          pixels[i] = *(const LooseLanes *)(from + (i * width + j) * channels);
      }
    }
    interpolate(&points_of_4_3, pixels, columns + j, GROUPED_SIDE);
  }
  for (ptrdiff_t i = 0; i < GROUPED_SIDE; ++i)
    interpolate(
        &points_of_4_3, columns + i * GROUPED_SIDE, values + i * GROUPED_SIDE * GROUPED_TILES,
        GROUPED_TILES);
}

// Transforms a tile's products back and writes the pixels that are in the image.
FORGER_INLINE void write_tile(
    const ForgerGrouped *plan, const Lanes *products, Place place, const Lanes *bias, int streams,
    float *results) {
  const ptrdiff_t height = (ptrdiff_t)plan->sizes.input_height;
  const ptrdiff_t width = (ptrdiff_t)plan->sizes.input_width;
  const ptrdiff_t channels = (ptrdiff_t)(plan->groups * LANES);
  Lanes rows[GROUPED_TILE * GROUPED_SIDE], points[GROUPED_SIDE], pixels[GROUPED_TILE];
  for (ptrdiff_t j = 0; j < GROUPED_SIDE; ++j) {
    UNROLL
    for (ptrdiff_t i = 0; i < GROUPED_SIDE; ++i)
      points[i] = products[(i * GROUPED_SIDE + j) * GROUPED_TILES];
    collapse(&points_of_4_3, GROUPED_TILE, 0, points, rows + j, GROUPED_SIDE);
  }
  for (ptrdiff_t i = 0; i < GROUPED_TILE && place.row + i < height; ++i) {
    collapse(&points_of_4_3, GROUPED_TILE, 0, rows + i * GROUPED_SIDE, pixels, 1);
    UNROLL
    for (ptrdiff_t j = 0; j < GROUPED_TILE; ++j) {
      if (place.column + j >= width) break;
      const Lanes value = pixels[j] + *bias;
      float *to = results + ((ptrdiff_t)place.first + i * width + j) * channels;
      if (streams)
        stream(to, &value);
      else
        *(LooseLanes *)to = value;
    }
  }
}

FORGER_CLONES void forger_grouped_tiles(
    const ForgerGrouped *plan, const ForgerConvolutionCall *call, size_t first, size_t last,
    const float *shared, float *own) {
  Lanes *values = (Lanes *)own, *products = values + GROUPED_POINTS * GROUPED_TILES;
  const size_t channels = plan->groups * LANES;
  const int streams = can_stream(
      call->result, channels,
      plan->sizes.batch * plan->sizes.input_height * plan->sizes.input_width * channels);
  for (size_t group = 0; group < plan->groups; ++group) {
    const float *weights = shared + group * GROUPED_POINTS * LANES * LANES;
    const size_t channel = group * LANES;
    Lanes bias = {0};
    if (call->bias) bias = *(const LooseLanes *)(call->bias + channel);
    for (size_t start = first; start < last; start += GROUPED_TILES) {
      const size_t count = last - start < GROUPED_TILES ? last - start : GROUPED_TILES;
      for (size_t i = 0; i < count; ++i)
        read_tile(plan, call->images + channel, place_of(plan, start + i), values + i);
      for (size_t point = 0; point < GROUPED_POINTS; ++point)
        forger_winograd_product(
            (const float *)(values + point * GROUPED_TILES), count, GROUPED_TILES, 1, 1,
            weights + point * LANES * LANES, (float *)(products + point * GROUPED_TILES), 0);
      for (size_t i = 0; i < count; ++i)
        write_tile(
            plan, products + i, place_of(plan, start + i), &bias, streams, call->result + channel);
    }
  }
  if (streams) end_streams();
}
