// Convolutions in groups of 16 channels with kernels of 3×3, such as those of ResNeXt's blocks: forward and
// toward the input by Winograd's F(4, 3), toward the weights by the definition.
//
// Images are [N, H, W, C], weights [3, 3, 16, C]. Sizes, stages, units and workers are as in
// forger_winograd.h.
#ifndef FORGER_GROUPED_H
#define FORGER_GROUPED_H

#include <stddef.h>

#include "forger_convolution.h"

// A pass, planned. For the kernels' eyes only.
typedef struct {
  ForgerConvolution sizes;  // the channels are those of all groups
  ForgerConvolutionPass pass;
  size_t groups, workers;
  size_t tile_rows, tile_columns;  // of an image
  size_t rows_of_block, images_of_unit;  // of the weights' gradient
  size_t shared_floats, worker_floats;
} ForgerGrouped;

// Plans a pass for a number of workers; 0 if it is not covered.
int forger_grouped_plan(
    ForgerGrouped *plan, const ForgerConvolution *sizes, size_t groups, ForgerConvolutionPass pass,
    size_t workers);

// Bytes of scratch memory that a call needs.
size_t forger_grouped_scratch(const ForgerGrouped *plan);

// Stages, to be run one after the other.
size_t forger_grouped_stages(const ForgerGrouped *plan);

// Units of a stage: independent of each other.
size_t forger_grouped_units(const ForgerGrouped *plan, size_t stage);

// Runs one unit of a stage. No two calls at a time may share `worker`, a number below the plan's.
void forger_grouped_run(
    const ForgerGrouped *plan, const ForgerConvolutionCall *call, size_t stage, size_t unit,
    size_t worker);

#endif
