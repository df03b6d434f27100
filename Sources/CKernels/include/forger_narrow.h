// Convolutions between images of many channels and images of very few, such as the last layer of a
// generator, as dense products over pixels.
//
// The wide images [N, H, W, C] times the weights [C, kernel² · few] give what each wide pixel adds
// to its neighbors in the narrow images; the weights' gradient is the transpose of that. Sizes,
// stages, units and workers are as in forger_winograd.h.
#ifndef FORGER_NARROW_H
#define FORGER_NARROW_H

#include <stddef.h>

#include "forger_convolution.h"

// A pass, planned. For the kernels' eyes only.
typedef struct {
  ForgerConvolution sizes;
  ForgerConvolutionPass pass;
  size_t workers;
  size_t wide_height, wide_width, wide_channels;
  size_t narrow_height, narrow_width, narrow_channels;
  // Wide pixel i and the kernel's tap k meet at narrow pixel step * i + k + base; the taps count
  // backwards where the narrow images are the convolution's outputs.
  ptrdiff_t step, base[2];
  int narrow_outputs;
  size_t terms, panels;  // taps times narrow channels, also in panels of 16
  size_t images_of_unit;
  size_t shared_floats, worker_floats;
} ForgerNarrow;

// Plans a pass for a number of workers; 0 if the algorithm does not cover it.
int forger_narrow_plan(
    ForgerNarrow *plan, const ForgerConvolution *sizes, ForgerConvolutionPass pass,
    size_t workers);

// Bytes of scratch memory that a call needs.
size_t forger_narrow_scratch(const ForgerNarrow *plan);

// Stages, to be run one after the other.
size_t forger_narrow_stages(const ForgerNarrow *plan);

// Units of a stage: independent of each other.
size_t forger_narrow_units(const ForgerNarrow *plan, size_t stage);

// Runs one unit of a stage. No two calls at a time may share `worker`, a number below the plan's.
void forger_narrow_run(
    const ForgerNarrow *plan, const ForgerConvolutionCall *call, size_t stage, size_t unit,
    size_t worker);

#endif
