// Narrow convolutions: how they are divided into units, and the conversion between pixels and terms.
#include <string.h>

#include "../lanes.h"
#include "narrow_internal.h"

#define MOST_TERMS 128
// The most sums of the weight gradient that the batch is divided into, regardless of the workers.
#define MOST_SUMS 32

int forger_narrow_plan(
    ForgerNarrow *plan, const ForgerConvolution *sizes, ForgerConvolutionPass pass,
    size_t workers) {
  *plan = (ForgerNarrow){.sizes = *sizes, .pass = pass, .workers = workers > 0 ? workers : 1};
  const int narrow_outputs = pass == FORGER_FORWARD
      || (pass == FORGER_WEIGHT_GRADIENT && sizes->output_channels < sizes->input_channels);
  if (sizes->stride < 1 || (narrow_outputs && sizes->stride != 1)) return 0;
  plan->narrow_outputs = narrow_outputs;
  const ptrdiff_t top = (ptrdiff_t)sizes->padding_top, left = (ptrdiff_t)sizes->padding_left;
  if (narrow_outputs) {
    plan->wide_height = sizes->input_height, plan->wide_width = sizes->input_width;
    plan->wide_channels = sizes->input_channels;
    plan->narrow_height = sizes->output_height, plan->narrow_width = sizes->output_width;
    plan->narrow_channels = sizes->output_channels;
    // Output o meets input i at tap i - o + padding: with the taps in reverse, at i + tap + base.
    const ptrdiff_t last = (ptrdiff_t)sizes->kernel - 1;
    plan->step = 1, plan->base[0] = top - last, plan->base[1] = left - last;
  } else {
    plan->wide_height = sizes->output_height, plan->wide_width = sizes->output_width;
    plan->wide_channels = sizes->output_channels;
    plan->narrow_height = sizes->input_height, plan->narrow_width = sizes->input_width;
    plan->narrow_channels = sizes->input_channels;
    plan->step = (ptrdiff_t)sizes->stride;
    plan->base[0] = -top, plan->base[1] = -left;
  }
  plan->terms = sizes->kernel * sizes->kernel * plan->narrow_channels;
  plan->panels = (plan->terms + LANES - 1) / LANES;
  if (plan->terms == 0 || plan->terms > MOST_TERMS || sizes->batch == 0) return 0;
  if (plan->wide_channels == 0 || plan->wide_channels % LANES != 0) return 0;
  const size_t pixels = plan->wide_height * plan->wide_width;
  if (pixels == 0) return 0;
  const size_t matrix = plan->wide_channels * plan->panels * LANES;
  plan->worker_floats = pixels * plan->panels * LANES;
  if (pass == FORGER_WEIGHT_GRADIENT) {
    plan->images_of_unit = (sizes->batch + MOST_SUMS - 1) / MOST_SUMS;
    plan->shared_floats =
        (sizes->batch + plan->images_of_unit - 1) / plan->images_of_unit * matrix;
  } else {
    plan->images_of_unit = 1;
    plan->shared_floats = matrix;
  }
  return 1;
}

size_t forger_narrow_scratch(const ForgerNarrow *plan) {
  return (plan->shared_floats + plan->workers * plan->worker_floats) * sizeof(float);
}

size_t forger_narrow_stages(const ForgerNarrow *plan) {
  (void)plan;
  return 2;
}

// The images come second if weights are packed first, and first if sums are unpacked.
size_t forger_narrow_units(const ForgerNarrow *plan, size_t stage) {
  const size_t images = (plan->sizes.batch + plan->images_of_unit - 1) / plan->images_of_unit;
  const size_t panels = plan->wide_channels / LANES;
  return (stage == 0) == (plan->pass == FORGER_WEIGHT_GRADIENT) ? images : panels;
}

// The position of the weight between a term and a wide channel.
static size_t weight_at(const ForgerNarrow *plan, size_t term, size_t wide) {
  const size_t few = plan->narrow_channels;
  if (!plan->narrow_outputs) return term * plan->wide_channels + wide;
  const size_t tap = plan->sizes.kernel * plan->sizes.kernel - 1 - term / few;
  return (tap * plan->wide_channels + wide) * few + term % few;
}

// Packs the weights of 16 wide channels into [panel of terms][wide channel][16].
static void order_weights(const ForgerNarrow *plan, const float *weights, size_t panel, float *to) {
  for (size_t terms = 0; terms < plan->panels; ++terms)
    for (size_t wide = panel * LANES; wide < (panel + 1) * LANES; ++wide)
      for (size_t lane = 0; lane < LANES; ++lane) {
        const size_t term = terms * LANES + lane;
        to[(terms * plan->wide_channels + wide) * LANES + lane] =
            term < plan->terms ? weights[weight_at(plan, term, wide)] : 0;
      }
}

// Adds up the sums of 16 wide channels' weights, in the batch's order.
static void add_sums(const ForgerNarrow *plan, const float *sums, size_t panel, float *weights) {
  const size_t matrix = plan->wide_channels * plan->panels * LANES;
  const size_t count = plan->shared_floats / matrix;
  for (size_t terms = 0; terms < plan->panels; ++terms)
    for (size_t row = 0; row < LANES; ++row)
      for (size_t lane = 0; lane < LANES; ++lane) {
        const size_t term = terms * LANES + lane;
        if (term >= plan->terms) break;
        const float *from =
            sums + ((panel * plan->panels + terms) * LANES + row) * LANES + lane;
        float sum = 0;
        for (size_t i = 0; i < count; ++i) sum += from[i * matrix];
        weights[weight_at(plan, term, panel * LANES + row)] = sum;
      }
}

// Adds each wide pixel's terms to the narrow pixels that they meet or, in the other direction, gathers them.
static void scatter_or_gather(const ForgerNarrow *plan, float *narrow, float *terms, int gather) {
  const size_t few = plan->narrow_channels, stride = plan->panels * LANES;
  const ptrdiff_t kernel = (ptrdiff_t)plan->sizes.kernel;
  const ptrdiff_t height = (ptrdiff_t)plan->narrow_height, width = (ptrdiff_t)plan->narrow_width;
  for (size_t row = 0; row < plan->wide_height; ++row)
    for (size_t column = 0; column < plan->wide_width; ++column, terms += stride) {
      const ptrdiff_t top = plan->step * (ptrdiff_t)row + plan->base[0];
      const ptrdiff_t left = plan->step * (ptrdiff_t)column + plan->base[1];
      const ptrdiff_t from = left < 0 ? -left : 0;
      const ptrdiff_t to = width - left < kernel ? width - left : kernel;
      if (gather) memset(terms, 0, stride * sizeof(float));
      for (ptrdiff_t i = 0; i < kernel && from < to; ++i) {
        if (top + i < 0 || top + i >= height) continue;
        // A row of taps meets a row of pixels, both without gaps.
        float *pixels = narrow + (size_t)((top + i) * width + left + from) * few;
        float *row_of_terms = terms + (size_t)(i * kernel + from) * few;
        const size_t count = (size_t)(to - from) * few;
        if (gather) {
          for (size_t f = 0; f < count; ++f) row_of_terms[f] = pixels[f];
        } else {
          for (size_t f = 0; f < count; ++f) pixels[f] += row_of_terms[f];
        }
      }
    }
}

static void run_images(
    const ForgerNarrow *plan, const ForgerConvolutionCall *call, size_t unit, float *terms) {
  const size_t pixels = plan->wide_height * plan->wide_width;
  const size_t wide_size = pixels * plan->wide_channels, few = plan->narrow_channels;
  const size_t narrow_size = plan->narrow_height * plan->narrow_width * few;
  float *shared = call->scratch;
  if (plan->pass != FORGER_WEIGHT_GRADIENT) {
    float *narrow = call->result + unit * narrow_size;
    for (size_t i = 0; i < narrow_size; ++i) narrow[i] = call->bias ? call->bias[i % few] : 0;
    forger_narrow_product(
        call->images + unit * wide_size, pixels, plan->wide_channels, shared, plan->panels, terms);
    scatter_or_gather(plan, narrow, terms, 0);
    return;
  }
  // The images are the convolution's input here, the other operand its output's gradient.
  const float *wide = plan->narrow_outputs ? call->images : call->other;
  const float *narrow = plan->narrow_outputs ? call->other : call->images;
  float *sums = shared + unit * plan->wide_channels * plan->panels * LANES;
  const size_t first = unit * plan->images_of_unit;
  for (size_t i = first; i < first + plan->images_of_unit && i < plan->sizes.batch; ++i) {
    scatter_or_gather(plan, (float *)narrow + i * narrow_size, terms, 1);
    forger_narrow_outer_product(
        wide + i * wide_size, pixels, plan->wide_channels, terms, plan->panels, sums, i > first);
  }
}

void forger_narrow_run(
    const ForgerNarrow *plan, const ForgerConvolutionCall *call, size_t stage, size_t unit,
    size_t worker) {
  float *shared = call->scratch;
  const int gradient = plan->pass == FORGER_WEIGHT_GRADIENT;
  if ((stage == 0) == gradient) {
    run_images(plan, call, unit, shared + plan->shared_floats + worker * plan->worker_floats);
  } else if (gradient) {
    add_sums(plan, shared, unit, call->result);
  } else {
    order_weights(plan, call->other, unit, shared);
  }
}
