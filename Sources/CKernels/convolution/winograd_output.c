// Transforms products back into images.
#include "winograd_internal.h"
#include "winograd_transforms.h"

FORGER_INLINE void transform_back(
    const Points *points, const int short_rows, const int short_columns, const float *products,
    size_t point, const ForgerWinogradAxis axes[2], const float *bias, float *results,
    size_t height, size_t width, size_t channels, size_t channel, size_t first, size_t count,
    int streams) {
  const Points vertical = without_zero(points, short_rows);
  const Points horizontal = without_zero(points, short_columns);
  const int size = 2 * points->pairs + points->zero + 1;
  const int high = size - (points->zero - vertical.zero);
  const int wide = size - (points->zero - horizontal.zero);
  const size_t side = (size_t)points->tile, lanes = channels - channel;
  const ForgerWinogradAxis *rows = &axes[0], *columns = &axes[1];
  Lanes offset = {0};
  if (bias) load(&offset, bias + channel, lanes);
  for (size_t tile = first; tile < first + count; ++tile, products += LANES) {
    const size_t down = tile / columns->tiles, n = down / rows->tiles;
    const size_t row = down % rows->tiles * side, column = tile % columns->tiles * side;
    Lanes middle[MAXIMUM_TILE][MAXIMUM_POINTS], values[MAXIMUM_POINTS];
    for (int j = 0; j < wide; ++j) {
      UNROLL
      for (int i = 0; i < high; ++i) {
        const int at = (size - high + i) * size + size - wide + j;
        values[i] = *(const Lanes *)(products + (size_t)at * point);
      }
      collapse(&vertical, points->tile, 0, values, &middle[0][j], MAXIMUM_POINTS);
    }
    for (size_t i = 0; i < side && row + i < rows->count; ++i) {
      collapse(&horizontal, points->tile, 0, middle[i], values, 1);
      const size_t y = (row + i) * (size_t)rows->result_step + (size_t)rows->result_base;
      for (size_t j = 0; j < side && column + j < columns->count; ++j) {
        const size_t x =
            (column + j) * (size_t)columns->result_step + (size_t)columns->result_base;
        const Lanes value = values[j] + offset;
        float *to = results + ((n * height + y) * width + x) * channels + channel;
        if (streams) {
          stream(to, &value);
        } else {
          store(to, &value, lanes);
        }
      }
    }
  }
  if (streams) end_streams();
}

FORGER_INLINE void transform_back_by_lengths(
    const Points *points, const float *products, size_t point, const ForgerWinogradAxis axes[2],
    const float *bias, float *results, size_t height, size_t width, size_t channels,
    size_t channel, size_t first, size_t count,
    int streams) {
#define RUN(short_rows, short_columns) \
  transform_back( \
      points, short_rows, short_columns, products, point, axes, bias, results, height, width, \
      channels, channel, first, count, streams)
  // Only a result of a single phase lacks the point zero; a sum of phases has it from the longest one.
  if (points->taps == UNEVEN_TAPS) {
    FOR_LENGTHS(axes[0].is_short[0], axes[1].is_short[0], RUN)
  } else {
    RUN(0, 0);
  }
#undef RUN
}

FORGER_CLONES void forger_winograd_output(
    ForgerWinogradMethod method, const float *products, size_t point,
    const ForgerWinogradAxis axes[2], const float *bias, float *results, size_t height,
    size_t width, size_t channels, size_t channel, size_t first, size_t count,
    int streams) {
#define RUN(points) \
  transform_back_by_lengths( \
      points, products, point, axes, bias, results, height, width, channels, channel, first, count, \
      streams)
  FOR_METHOD(method, RUN)
#undef RUN
}
