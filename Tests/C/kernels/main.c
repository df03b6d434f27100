// Tries every public function of Sources/CKernels over odd shapes: what they compute against plain
// loops, and that they touch nothing but what they were given.
//
// The kernels come compiled for one CPU, CLONE, where the library has them for several. The program
// exits with 77 where this CPU cannot run them.
#include "kernels.h"

#include <stdio.h>

#include "../support/check.h"
#include "../support/guarded.h"

static int can_run(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports(CLONE) != 0;
#else
  return 1;
#endif
}

int main(void) {
  if (!can_run()) {
    printf("kernels for %s: this CPU cannot run them\n", CLONE);
    return 77;
  }
  begin_checks();
  for (placement = AT_END; placement <= AT_START; ++placement) {
    try_vectors();
    try_random();
    try_tanh();
    try_pass();
    try_normalization();
    try_pooling();
    try_dense();
    try_convolutions();
    try_grouped();
  }
  return end_checks("kernels for " CLONE);
}
