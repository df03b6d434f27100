// Convolutions by their definition, in double precision.
#ifndef CONVOLUTIONS_H
#define CONVOLUTIONS_H

#include <stddef.h>

#include "CKernels.h"

// Values of a pass's operands.
size_t images_count(const ForgerConvolution *sizes, ForgerConvolutionPass pass);
size_t other_count(const ForgerConvolution *sizes, ForgerConvolutionPass pass);
size_t result_count(const ForgerConvolution *sizes, ForgerConvolutionPass pass);

// Products of two numbers that the pass consists of, padding included.
size_t products_count(const ForgerConvolution *sizes);

// Computes the pass: its result, and for each value of it what the terms' sizes add up to.
void convolve(
    const ForgerConvolution *sizes, ForgerConvolutionPass pass, const ForgerConvolutionCall *call,
    double *result, double *amounts);

#endif
