// forger_maximum_of_windows
#include <math.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/sanitizers.h"
#include "kernels.h"

// The place of the largest value of a window, of which the first wins, or of the last that is not a
// number; -1 if the window is empty.
static ptrdiff_t place_of_largest(
    const ForgerPooling *s, const float *images, size_t row, size_t x, size_t channel) {
  const size_t image = row / s->output_height;
  const ptrdiff_t top = (ptrdiff_t)(row % s->output_height * s->vertical_stride) - s->padding_top;
  const ptrdiff_t left = (ptrdiff_t)(x * s->horizontal_stride) - s->padding_left;
  ptrdiff_t place = -1;
  for (ptrdiff_t i = top; i < top + (ptrdiff_t)s->kernel_height; ++i)
    for (ptrdiff_t j = left; j < left + (ptrdiff_t)s->kernel_width; ++j) {
      if (i < 0 || j < 0) continue;
      if (i >= (ptrdiff_t)s->input_height || j >= (ptrdiff_t)s->input_width) continue;
      const size_t pixel = (image * s->input_height + (size_t)i) * s->input_width + (size_t)j;
      const size_t at = pixel * s->channels + channel;
      if (place < 0 || images[at] > images[place] || isnan(images[at])) place = (ptrdiff_t)at;
    }
  return place;
}

static void try_row(const ForgerPooling *s, const float *images, size_t row) {
  const size_t count = s->output_width * s->channels;
  float *values = guarded_floats(count);
  int32_t *places = guarded(count * sizeof *places, sizeof *places);
  int is_whole = 1;
  for (size_t i = 0; i < count; ++i)
    is_whole &= place_of_largest(s, images, row, i / s->channels, i % s->channels) >= 0;
  const int told = forger_maximum_of_windows(s, images, row, values, places);
  check(!told == !is_whole, "row %zu told %d", row, told);
  if (!told) return;
  demand(values, count * sizeof *values);
  demand(places, count * sizeof *places);
  for (size_t i = 0; i < count; ++i) {
    const ptrdiff_t place = place_of_largest(s, images, row, i / s->channels, i % s->channels);
    const float value = images[place];
    check(
        places[i] == place && (values[i] == value || (isnan(values[i]) && isnan(value))),
        "row %zu, value %zu is %g at %d, not %g at %td", row, i, values[i], places[i], value,
        place);
  }
}

void try_pooling(void) {
  static const size_t sizes[] = {1, 2, 3, 7, 8, 9, 13}, channels[] = {1, 3, 5, 8, 16, 17};
  for (int i = 0; i < 600; ++i) {
    ForgerPooling s = {
      .input_height = DRAW(sizes), .input_width = DRAW(sizes), .channels = DRAW(channels),
      .output_height = 1 + draw_below(9), .output_width = 1 + draw_below(9),
      .kernel_height = 1 + draw_below(5), .kernel_width = 1 + draw_below(5),
      .vertical_stride = 1 + draw_below(3), .horizontal_stride = 1 + draw_below(3),
      .padding_top = (ptrdiff_t)draw_below(5) - 1, .padding_left = (ptrdiff_t)draw_below(5) - 1};
    const size_t batch = 1 + draw_below(3);
    begin_case(
        "pooling of [%zu, %zu, %zu, %zu] to %zu x %zu, windows of %zu x %zu, strides %zu and %zu, "
        "padding %td and %td",
        batch, s.input_height, s.input_width, s.channels, s.output_height, s.output_width,
        s.kernel_height, s.kernel_width, s.vertical_stride, s.horizontal_stride, s.padding_top,
        s.padding_left);
    const size_t count = batch * s.input_height * s.input_width * s.channels;
    float *images = guarded_floats(count);
    draw_values(images, count);
    if (i % 4 == 0) images[draw_below(count)] = NAN;
    if (i % 4 == 1)
      for (size_t k = 0; k < count; ++k) images[k] = draw_below(3) ? 1 : -INFINITY;
    seal(images);
    for (size_t row = 0; row < batch * s.output_height; ++row) try_row(&s, images, row);
    release_all();
  }
}
