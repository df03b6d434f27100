// What the files of the grouped convolutions share.
#ifndef FORGER_GROUPED_INTERNAL_H
#define FORGER_GROUPED_INTERNAL_H

#include "../lanes.h"
#include "forger_grouped.h"

#define GROUPED_TAPS 9
// F(4, 3): tiles of 4×4 pixels by products at 6×6 points.
#define GROUPED_TILE 4
#define GROUPED_SIDE 6
#define GROUPED_POINTS (GROUPED_SIDE * GROUPED_SIDE)
// Tiles that are transformed and multiplied at a time: as many as the products' registers take.
#define GROUPED_TILES 6

// Transforms the weights of a group into [group][point][16 that are read][16 that are written].
void forger_grouped_weights(
    const ForgerGrouped *plan, const float *weights, size_t group, float *shared);

// Computes tiles `first`..<`last` of all groups, counted through all images.
void forger_grouped_tiles(
    const ForgerGrouped *plan, const ForgerConvolutionCall *call, size_t first, size_t last,
    const float *shared, float *own);

// The sums of the weights' gradient, one for each few images.
size_t forger_grouped_sums(const ForgerGrouped *plan);

// What `forger_grouped_sum` needs of a worker's own.
size_t forger_grouped_block_floats(const ForgerGrouped *plan);

// Adds up one sum of a group, [sum][group][tap][16][16].
void forger_grouped_sum(
    const ForgerGrouped *plan, const ForgerConvolutionCall *call, size_t group, size_t sum, float *own,
    float *shared);

// Adds the sums of a group, first to last.
void forger_grouped_add(const ForgerGrouped *plan, size_t group, const float *shared, float *weights);

#endif
