// Shared declarations of the Winograd convolutions.
#ifndef FORGER_WINOGRAD_INTERNAL_H
#define FORGER_WINOGRAD_INTERNAL_H

#include <stddef.h>

#include "forger_winograd.h"

// Phases of kernels of 5 and a stride of 2 have 3 taps or 2; the shorter ones save a point.
#define UNEVEN_TAPS 3

// The layout of transformed tiles, which products read from front to back: by point (`point` floats apart),
// block of `depth` panels of 16 channels (`block` apart), group of `group` tiles, panel, tile, channel.
typedef struct {
  float *values;
  size_t point, block, depth, group;
} WinogradTiles;

// Images of `channels` channels, read in tiles along the axes, phase by phase.
typedef struct {
  const float *values;
  size_t height, width, channels;
  const ForgerWinogradAxis *axes;  // rows, columns
  size_t phases;
} WinogradImages;

// Transforms tiles `first`..<`first + count` of the images and stores them starting at position `place`.
void forger_winograd_input(
    ForgerWinogradMethod method, const WinogradImages *images, WinogradTiles *to, size_t first, size_t count,
    size_t place);

// The same for the output's gradient, by the transposed inverse transform.
void forger_winograd_output_gradient(
    ForgerWinogradMethod method, const WinogradImages *images, WinogradTiles *to, size_t first, size_t count,
    size_t place);

// Transforms the weights of `count` panels of 16 inner channels starting at `first`, for 16 outer channels
// starting at `outer`, into [point][channel][16], points `point` floats apart.
void forger_winograd_weights(
    const ForgerWinograd *plan, const ForgerWinogradAxis axes[2], const float *weights,
    size_t first, size_t count, size_t outer, float *to, size_t point);

// results [tile][16] = or += `count` tiles times a matrix [16 * panels][16]. The tiles stand in
// groups of `group`, of which the first `panels` of `depth` panels count.
void forger_winograd_product(
    const float *tiles, size_t count, size_t group, size_t depth, size_t panels,
    const float *matrix, float *results, int accumulate);

// block [16][16] = or += the sum over `count` tiles of the products of 16 channels by 16 channels.
void forger_winograd_outer_product(
    const float *rows, const float *columns, size_t count, float *block, int accumulate);

// Transforms products [point][tile][16] back into 16 channels of the results, adding the bias; large results
// bypass the caches.
void forger_winograd_output(
    ForgerWinogradMethod method, const float *products, size_t point, const ForgerWinogradAxis axes[2],
    const float *bias, float *results, size_t height, size_t width, size_t channels,
    size_t channel, size_t first, size_t count, int streams);

// Transforms a block [point][16][16] back into weights, points `point` floats apart: those of panel `panel`
// of the (phases and) inner channels, and of the outer channels starting at `outer`. Returns whether any of
// them may be noise: see winograd_noise.h.
int forger_winograd_weight_gradient(
    const ForgerWinograd *plan, const float *block, size_t point, size_t panel, size_t outer,
    float *weights);

// Recomputes those weights of a block by the definition.
void forger_winograd_repair(
    const ForgerWinograd *plan, const ForgerConvolutionCall *call, const float *block, size_t point,
    size_t panel, size_t outer);

#endif
