// Convolutions by the algorithm of Winograd, Cook and Toom: forward, input gradient and weight gradient.
//
// Images are [N, H, W, C], weights [kernel, kernel, input channels, output channels], float32.
// A pass is a list of stages; each stage is a number of units that workers take in any order. The results
// depend neither on the number of workers nor on which worker takes which unit.
#ifndef FORGER_WINOGRAD_H
#define FORGER_WINOGRAD_H

#include <stddef.h>

#include "forger_convolution.h"

// F(m, r) makes m outputs of r taps at a time, along each axis.
typedef enum {
  FORGER_F_4_2,
  FORGER_F_2_3,
  FORGER_F_4_3,
  FORGER_F_4_5,
} ForgerWinogradMethod;

// One axis (rows or columns) of the small convolutions that a strided one is split into. Tap j of phase p
// reads the images at step * (o + j) + base[p] and the kernel at kernel_step * j + kernel_base[p]; everything
// outside is zero.
typedef struct {
  ptrdiff_t step, base[2];
  ptrdiff_t kernel_step, kernel_base[2];
  int is_short[2];  // whether the phase has a tap less, and does without the point zero
  size_t count;     // outputs along the axis
  size_t tiles;
  ptrdiff_t result_step, result_base;
} ForgerWinogradAxis;

// A planned pass: its tiles, chunks and panels. Internal to the kernels.
typedef struct {
  ForgerConvolution sizes;
  ForgerConvolutionPass pass;
  size_t workers;
  ForgerWinogradMethod method;
  size_t tile, taps, points;  // along one axis: outputs of a tile, taps of a phase, points
  size_t phases;             // phases along an axis that are summed
  size_t parts;              // phases along an axis that are results of their own
  ForgerWinogradAxis axes[2][2];  // [part][rows, columns]
  size_t inner, outer;       // channels of the images and of the result (of the other operand)
  size_t inner_panels, outer_panels;  // of 16 channels
  size_t chunk, group;       // tiles of a chunk, tiles of a group
  size_t depth;              // 16-channel panels that are transformed and multiplied at a time
  size_t rows_of_unit, columns_of_unit;  // panels of a unit of the weights' gradient
  size_t splits;             // parts of a chunk that are units of their own
  int saves;                 // whether there are fewer products than by the definition
  size_t shared_bytes, worker_bytes;
} ForgerWinograd;

// Plans a pass for a number of workers; 0 if the algorithm does not cover it.
int forger_winograd_plan(
    ForgerWinograd *plan, const ForgerConvolution *sizes, ForgerConvolutionPass pass,
    size_t workers);

// Bytes of scratch memory that a call needs.
size_t forger_winograd_scratch(const ForgerWinograd *plan);

// Stages, to be run one after the other.
size_t forger_winograd_stages(const ForgerWinograd *plan);

// Units of a stage: independent of each other.
size_t forger_winograd_units(const ForgerWinograd *plan, size_t stage);

// Runs one unit of a stage. Concurrent calls must have different `worker` numbers below the plan's.
void forger_winograd_run(
    const ForgerWinograd *plan, const ForgerConvolutionCall *call, size_t stage, size_t unit,
    size_t worker);

#endif
