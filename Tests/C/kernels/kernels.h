// The kernels that are tried, one function for each of their headers.
#ifndef KERNELS_H
#define KERNELS_H

#include <stddef.h>

#include "CKernels.h"

void try_convolutions(void);
void try_dense(void);
void try_grouped(void);
void try_normalization(void);
void try_pass(void);
void try_pooling(void);
void try_random(void);
void try_tanh(void);
void try_vectors(void);

#endif
