// forger_winograd.h and forger_narrow.h
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/workers.h"
#include "convolutions.h"
#include "kernels.h"

// Shapes with more products than this take too long, but for those that are there for their size.
#define MOST_PRODUCTS 500000

static const char *const names_of_passes[] = {"forward", "input gradient", "weight gradient"};

// A pass planned by one of the two algorithms, and the stage at hand.
typedef struct {
  int is_narrow;
  ForgerWinograd winograd;
  ForgerNarrow narrow;
  ForgerConvolutionCall call;
  size_t stage;
} Planned;

static int plan(
    Planned *p, const ForgerConvolution *s, ForgerConvolutionPass pass, size_t workers) {
  return p->is_narrow ? forger_narrow_plan(&p->narrow, s, pass, workers)
                      : forger_winograd_plan(&p->winograd, s, pass, workers);
}

static size_t scratch_bytes(const Planned *p) {
  return p->is_narrow ? forger_narrow_scratch(&p->narrow) : forger_winograd_scratch(&p->winograd);
}

static size_t stages(const Planned *p) {
  return p->is_narrow ? forger_narrow_stages(&p->narrow) : forger_winograd_stages(&p->winograd);
}

static size_t units(const Planned *p) {
  return p->is_narrow ? forger_narrow_units(&p->narrow, p->stage)
                      : forger_winograd_units(&p->winograd, p->stage);
}

static void run_unit(const void *work, size_t unit, size_t worker) {
  const Planned *p = work;
  if (p->is_narrow) {
    forger_narrow_run(&p->narrow, &p->call, p->stage, unit, worker);
  } else {
    forger_winograd_run(&p->winograd, &p->call, p->stage, unit, worker);
  }
}

// A pass's operands, and its result by the definition.
typedef struct {
  ForgerConvolution sizes;
  ForgerConvolutionPass pass;
  size_t count;  // of the result's values
  ForgerConvolutionCall call;
  double *result, *amounts;
  double most;  // of the amounts, or of a single product, even of numbers that never meet
} Task;

static double largest(const float *values, size_t count) {
  double size = 0;
  for (size_t i = 0; i < count; ++i)
    if (fabs(values[i]) > size) size = fabs(values[i]);
  return size;
}

static Task make_task(const ForgerConvolution *s, ForgerConvolutionPass pass, int is_uneven) {
  const size_t images = images_count(s, pass), other = other_count(s, pass);
  const size_t count = result_count(s, pass);
  Task task = {.sizes = *s, .pass = pass, .count = count};
  float *a = guarded_floats(images), *b = guarded_floats(other);
  (is_uneven ? draw_uneven_values : draw_values)(a, images);
  (is_uneven ? draw_uneven_values : draw_values)(b, other);
  seal(a), seal(b);
  task.call.images = a, task.call.other = b;
  if (pass == FORGER_FORWARD && draw_below(2)) {
    float *bias = guarded_floats(s->output_channels);
    draw_values(bias, s->output_channels);
    seal(bias);
    task.call.bias = bias;
  }
  task.result = malloc((2 * count + 1) * sizeof(double));
  task.amounts = task.result + count;
  convolve(s, pass, &task.call, task.result, task.amounts);
  task.most = largest(a, images) * largest(b, other);
  for (size_t i = 0; i < count; ++i)
    if (task.amounts[i] > task.most) task.most = task.amounts[i];
  return task;
}

static void check_result(const Task *task, const float *result) {
  // Winograd's products are rounded as a tile's largest value and a kernel's largest weight make them, even
  // where these do not meet, and sums of thousands of terms as often, by chance in all directions.
  check_near("value", result, task->result, task->count, 300 * 0x1p-24 * task->most);
  if (task->pass != FORGER_WEIGHT_GRADIENT) return;
  for (size_t i = 0; i < task->count; ++i)
    if (task->amounts[i] == 0 && result[i] != 0) {
      check(0, "value %zu is %g; all of its terms are 0", i, result[i]);
      return;
    }
}

// Runs the pass by one algorithm and several numbers of workers; 0 if it is not covered.
static int try_algorithm(const Task *task, int is_narrow) {
  static const size_t workers[] = {1, 2, 5};
  const ForgerConvolution *s = &task->sizes;
  float *first = NULL;
  for (size_t w = 0; w < sizeof workers / sizeof *workers; ++w) {
    begin_case(
        "%s convolution %s, [%zu, %zu, %zu, %zu] to [%zu, %zu, %zu], kernel %zu, stride %zu, "
        "padding %zu and %zu, %zu workers",
        is_narrow ? "narrow" : "Winograd's", names_of_passes[task->pass], s->batch, s->input_height,
        s->input_width, s->input_channels, s->output_height, s->output_width, s->output_channels,
        s->kernel, s->stride, s->padding_top, s->padding_left, workers[w]);
    Planned p = {.is_narrow = is_narrow, .call = task->call};
    if (!plan(&p, s, task->pass, workers[w])) return 0;
    float *result = guarded_floats(task->count);
    p.call.result = result;
    p.call.scratch = guarded(scratch_bytes(&p), 64);
    for (p.stage = 0; p.stage < stages(&p); ++p.stage)
      run_units(units(&p), workers[w], run_unit, &p);
    if (w == 0) {
      check_result(task, result);
      first = malloc((task->count + 1) * sizeof *first);
      memcpy(first, result, task->count * sizeof *first);
    } else {
      check_same("value", result, first, task->count);
    }
  }
  free(first);
  return 1;
}

static void try_convolution(
    const ForgerConvolution *sizes, ForgerConvolutionPass pass, int is_uneven) {
  const Task task = make_task(sizes, pass, is_uneven);
  for (int is_narrow = 0; is_narrow < 2; ++is_narrow) try_algorithm(&task, is_narrow);
  free(task.result);
  release_all();
}

// Outputs of `size` inputs with so much padding in all.
static size_t outputs(size_t size, size_t padding, size_t kernel, size_t stride) {
  return size + padding < kernel ? 0 : (size + padding - kernel) / stride + 1;
}

static ForgerConvolution draw_sizes(size_t kernel, size_t stride) {
  static const size_t batches[] = {1, 1, 2, 3}, sides[] = {1, 2, 3, 5, 7, 8, 9, 12, 13, 17, 31};
  static const size_t channels[] = {1, 2, 3, 5, 7, 15, 16, 16, 17, 31, 32, 33, 48, 65};
  ForgerConvolution s = {
    .batch = DRAW(batches), .input_height = DRAW(sides), .input_width = DRAW(sides),
    .input_channels = DRAW(channels), .output_channels = DRAW(channels), .kernel = kernel,
    .stride = stride, .padding_top = draw_below(kernel + 1), .padding_left = draw_below(kernel + 1)};
  s.output_height = outputs(s.input_height, s.padding_top + draw_below(kernel), kernel, stride);
  s.output_width = outputs(s.input_width, s.padding_left + draw_below(kernel), kernel, stride);
  return s;
}

// Shapes of each kernel and stride, by chance.
static void try_odd_shapes(void) {
  static const size_t kernels[] = {1, 2, 3, 4, 5, 6, 7, 9, 10};
  for (size_t k = 0; k < sizeof kernels / sizeof *kernels; ++k)
    for (size_t stride = 1; stride <= 3; ++stride)
      for (int pass = FORGER_FORWARD; pass <= FORGER_WEIGHT_GRADIENT; ++pass)
        for (int tries = 0; tries < 16;) {
          const ForgerConvolution sizes = draw_sizes(kernels[k], stride);
          if (products_count(&sizes) > MOST_PRODUCTS) continue;
          try_convolution(&sizes, pass, ++tries % 2);
        }
}

static void try_square(
    size_t batch, size_t side, size_t inputs, size_t outs, size_t kernel, size_t stride) {
  ForgerConvolution s = {
    .batch = batch, .input_height = side, .input_width = side, .input_channels = inputs,
    .output_channels = outs, .kernel = kernel, .stride = stride, .padding_top = (kernel - 1) / 2,
    .padding_left = (kernel - 1) / 2};
  s.output_height = s.output_width = outputs(side, kernel - 1, kernel, stride);
  for (int pass = FORGER_FORWARD; pass <= FORGER_WEIGHT_GRADIENT; ++pass)
    try_convolution(&s, pass, 0);
}

// What only large shapes lead to.
static void try_large_shapes(void) {
  // Results that are written past the caches.
  try_square(1, 256, 1, 16, 3, 1);
  try_square(1, 256, 16, 1, 2, 1);
  // Tiles in several chunks.
  try_square(3, 48, 17, 5, 3, 1);
  try_square(3, 56, 5, 17, 5, 2);
  try_square(2, 64, 3, 17, 4, 2);
  // Channels in several blocks.
  try_square(1, 8, 145, 17, 3, 1);
  try_square(1, 8, 17, 145, 3, 1);
  try_square(1, 7, 97, 81, 5, 1);
  try_square(1, 9, 161, 17, 4, 2);
  try_square(1, 9, 145, 33, 5, 2);
  // More images than there are sums of the weights' gradient.
  try_square(65, 5, 16, 1, 3, 1);
  try_square(65, 5, 1, 16, 3, 2);
}

// Where there is nothing to compute, or a loop of nothing: a plan, or none, but no trap.
static void try_nothing(void) {
  for (int pass = FORGER_FORWARD; pass <= FORGER_WEIGHT_GRADIENT; ++pass)
    for (int what = 0; what < 9; ++what) {
      ForgerConvolution s = {
        .batch = what != 0, .input_height = what == 1 ? 0 : 5, .input_width = what == 2 ? 0 : 7,
        .input_channels = what == 3 ? 0 : 16, .output_height = what == 4 ? 0 : 5,
        .output_width = what == 5 ? 0 : 7, .output_channels = what == 6 ? 0 : 16,
        .kernel = what == 7 ? 0 : 3, .stride = what != 8, .padding_top = 1, .padding_left = 1};
      try_convolution(&s, pass, 0);
      s.input_channels = s.input_channels > 0;
      try_convolution(&s, pass, 0);
    }
}

void try_convolutions(void) {
  try_nothing();
  try_odd_shapes();
  try_large_shapes();
}
