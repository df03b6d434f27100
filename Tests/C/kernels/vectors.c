// forger_vectors.h
#include <math.h>

#include "../support/check.h"
#include "kernels.h"

void try_vectors(void) {
  begin_case("square roots");
  ForgerVector x = {0, -0.0f, 1, 2, 1e-40f, 3e38f, INFINITY, -1};
  const ForgerVector y = forger_square_root(x);
  for (int i = 0; i < 7; ++i) check(y[i] == sqrtf(x[i]), "of %g: %g", x[i], y[i]);
  check(isnan(y[7]), "of -1: %g", y[7]);
}
