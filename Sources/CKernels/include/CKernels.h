// The C kernels of Forger: loops whose speed depends on the width of the CPU's vectors.
#ifndef FORGER_CKERNELS_H
#define FORGER_CKERNELS_H

#include "forger_convolution.h"
#include "forger_dense.h"
#include "forger_grouped.h"
#include "forger_narrow.h"
#include "forger_pointwise.h"
#include "forger_pooling.h"
#include "forger_random.h"
#include "forger_vectors.h"
#include "forger_winograd.h"

#endif
