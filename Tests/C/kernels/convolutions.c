#include "convolutions.h"

#include <math.h>

static size_t input_count(const ForgerConvolution *s) {
  return s->batch * s->input_height * s->input_width * s->input_channels;
}

static size_t output_count(const ForgerConvolution *s) {
  return s->batch * s->output_height * s->output_width * s->output_channels;
}

static size_t weights_count(const ForgerConvolution *s) {
  return s->kernel * s->kernel * s->input_channels * s->output_channels;
}

size_t images_count(const ForgerConvolution *s, ForgerConvolutionPass pass) {
  return pass == FORGER_INPUT_GRADIENT ? output_count(s) : input_count(s);
}

size_t other_count(const ForgerConvolution *s, ForgerConvolutionPass pass) {
  return pass == FORGER_WEIGHT_GRADIENT ? output_count(s) : weights_count(s);
}

size_t result_count(const ForgerConvolution *s, ForgerConvolutionPass pass) {
  return pass == FORGER_FORWARD   ? output_count(s)
      : pass == FORGER_INPUT_GRADIENT ? input_count(s)
                                      : weights_count(s);
}

size_t products_count(const ForgerConvolution *s) {
  return output_count(s) * s->kernel * s->kernel * s->input_channels;
}

typedef struct {
  const ForgerConvolution *sizes;
  ForgerConvolutionPass pass;
  const ForgerConvolutionCall *call;
  double *result, *amounts;
} Job;

// The products between the channels of an output's pixel and an input's pixel, by the weights of a tap.
static void meet(const Job *job, size_t output, size_t input, size_t tap) {
  const ForgerConvolution *s = job->sizes;
  const size_t ins = s->input_channels, outs = s->output_channels;
  for (size_t i = 0; i < ins; ++i)
    for (size_t o = 0; o < outs; ++o) {
      const size_t in = input * ins + i, out = output * outs + o, weight = (tap * ins + i) * outs + o;
      size_t at;
      double product;
      switch (job->pass) {
        case FORGER_FORWARD:
          at = out, product = (double)job->call->images[in] * job->call->other[weight];
          break;
        case FORGER_INPUT_GRADIENT:
          at = in, product = (double)job->call->images[out] * job->call->other[weight];
          break;
        default:
          at = weight, product = (double)job->call->images[in] * job->call->other[out];
      }
      job->result[at] += product;
      job->amounts[at] += fabs(product);
    }
}

void convolve(
    const ForgerConvolution *s, ForgerConvolutionPass pass, const ForgerConvolutionCall *call,
    double *result, double *amounts) {
  const Job job = {s, pass, call, result, amounts};
  for (size_t i = 0; i < result_count(s, pass); ++i) {
    result[i] = call->bias ? call->bias[i % s->output_channels] : 0;
    amounts[i] = fabs(result[i]);
  }
  for (size_t output = 0; output < s->batch * s->output_height * s->output_width; ++output) {
    const size_t column = output % s->output_width, row = output / s->output_width % s->output_height;
    const size_t image = output / s->output_width / s->output_height;
    for (size_t tap = 0; tap < s->kernel * s->kernel; ++tap) {
      // Before the first row and column they wrap, and are too large as well.
      const size_t y = row * s->stride + tap / s->kernel - s->padding_top;
      const size_t x = column * s->stride + tap % s->kernel - s->padding_left;
      if (y < s->input_height && x < s->input_width)
        meet(&job, output, (image * s->input_height + y) * s->input_width + x, tap);
    }
  }
}
