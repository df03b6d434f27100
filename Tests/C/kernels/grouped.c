// forger_grouped.h
#include <stdlib.h>
#include <string.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/workers.h"
#include "convolutions.h"
#include "kernels.h"

#define CHANNELS 16

static const char *const names_of_passes[] = {"forward", "toward the input", "toward the weights"};

typedef struct {
  ForgerGrouped plan;
  ForgerConvolutionCall call;
  size_t stage;
} Planned;

static void run_unit(const void *work, size_t unit, size_t worker) {
  const Planned *p = work;
  forger_grouped_run(&p->plan, &p->call, p->stage, unit, worker);
}

// The channels of a group among `channels`, side by side; weights and images alike.
static float *part_of(const float *all, size_t count, size_t channels, size_t group) {
  float *part = malloc((count / channels * CHANNELS + 1) * sizeof *part);
  for (size_t row = 0; row < count / channels; ++row)
    memcpy(part + row * CHANNELS, all + row * channels + group * CHANNELS, CHANNELS * sizeof *part);
  return part;
}

// By the definition: each group is a convolution of its own.
static void convolve_groups(
    const ForgerConvolution *s, size_t groups, ForgerConvolutionPass pass,
    const ForgerConvolutionCall *call, size_t images, size_t other, size_t count, double *result) {
  const size_t channels = groups * CHANNELS;
  ForgerConvolution one = *s;
  one.input_channels = one.output_channels = CHANNELS;
  double *sums = malloc((2 * (count / groups) + 1) * sizeof *sums);
  for (size_t group = 0; group < groups; ++group) {
    float *a = part_of(call->images, images, channels, group);
    float *b = part_of(call->other, other, channels, group);
    float *bias = call->bias ? part_of(call->bias, channels, channels, group) : NULL;
    const ForgerConvolutionCall part = {.images = a, .other = b, .bias = bias};
    convolve(&one, pass, &part, sums, sums + count / groups);
    for (size_t i = 0; i < count / groups; ++i)
      result[i / CHANNELS * channels + group * CHANNELS + i % CHANNELS] = sums[i];
    free(a), free(b), free(bias);
  }
  free(sums);
}

static void try_groups(
    size_t batch, size_t height, size_t width, size_t groups, ForgerConvolutionPass pass) {
  static const size_t workers[] = {1, 2, 5};
  const ForgerConvolution s = {
    .batch = batch, .input_height = height, .input_width = width,
    .input_channels = groups * CHANNELS, .output_height = height, .output_width = width,
    .output_channels = groups * CHANNELS, .kernel = 3, .stride = 1, .padding_top = 1,
    .padding_left = 1};
  const size_t values = batch * height * width * groups * CHANNELS;
  const size_t weights = 9 * CHANNELS * groups * CHANNELS;
  const size_t other = pass == FORGER_WEIGHT_GRADIENT ? values : weights;
  const size_t count = pass == FORGER_WEIGHT_GRADIENT ? weights : values;
  float *a = guarded_floats(values), *b = guarded_floats(other);
  draw_values(a, values), draw_values(b, other);
  seal(a), seal(b);
  Planned p = {.call = {.images = a, .other = b}};
  if (pass == FORGER_FORWARD && draw_below(2)) {
    float *bias = guarded_floats(groups * CHANNELS);
    draw_values(bias, groups * CHANNELS);
    seal(bias);
    p.call.bias = bias;
  }
  double *expected = malloc((count + 1) * sizeof *expected);
  convolve_groups(&s, groups, pass, &p.call, values, other, count, expected);
  float *first = malloc((count + 1) * sizeof *first);
  for (size_t w = 0; w < sizeof workers / sizeof *workers; ++w) {
    begin_case(
        "grouped convolution %s, [%zu, %zu, %zu], %zu groups, %zu workers", names_of_passes[pass],
        batch, height, width, groups, workers[w]);
    if (!forger_grouped_plan(&p.plan, &s, groups, pass, workers[w])) {
      check(0, "there is no plan");
      break;
    }
    float *result = guarded_floats(count);
    p.call.result = result;
    p.call.scratch = guarded(forger_grouped_scratch(&p.plan), 64);
    for (p.stage = 0; p.stage < forger_grouped_stages(&p.plan); ++p.stage)
      run_units(forger_grouped_units(&p.plan, p.stage), workers[w], run_unit, &p);
    if (w == 0) {
      double largest = 1;
      for (size_t i = 0; i < count; ++i)
        if (expected[i] > largest) largest = expected[i];
      // As of Winograd's convolutions: some hundred roundings of the largest value.
      check_near("value", result, expected, count, 300 * 0x1p-24 * largest);
      memcpy(first, result, count * sizeof *first);
    } else {
      check_same("value", result, first, count);
    }
  }
  free(first), free(expected);
  release_all();
}

// What is of another kind is left to others.
static void try_others(void) {
  begin_case("grouped convolutions that are not covered");
  const ForgerConvolution good = {2, 5, 6, 32, 5, 6, 32, 3, 1, 1, 1};
  for (int what = 0; what < 10; ++what) {
    ForgerConvolution s = good;
    size_t groups = 2;
    switch (what) {
      case 0: s.kernel = 5; break;
      case 1: s.stride = 2; break;
      case 2: s.padding_top = 0; break;
      case 3: s.padding_left = 2; break;
      case 4: s.output_channels = 48; break;
      case 5: groups = 4; break;
      case 6: groups = 0; break;
      case 7: s.output_height = 6; break;
      case 8: s.batch = 0; break;
      default: s.input_width = s.output_width = 0; break;
    }
    for (int pass = FORGER_FORWARD; pass <= FORGER_WEIGHT_GRADIENT; ++pass) {
      ForgerGrouped plan;
      check(!forger_grouped_plan(&plan, &s, groups, pass, 2), "case %d has a plan", what);
    }
  }
}

void try_grouped(void) {
  static const size_t sides[] = {1, 2, 3, 4, 5, 7, 8, 9, 13, 31};
  for (int pass = FORGER_FORWARD; pass <= FORGER_WEIGHT_GRADIENT; ++pass) {
    for (int tries = 0; tries < 24; ++tries)
      try_groups(1 + draw_below(3), DRAW(sides), DRAW(sides), 1 + draw_below(3), pass);
    // Tiles of many images in a unit, more images than sums, rows wider than a block, and results that are
    // written past the caches.
    try_groups(67, 2, 3, 2, pass);
    try_groups(1, 3, 140, 2, pass);
    try_groups(1, 260, 258, 1, pass);
  }
  try_others();
}
