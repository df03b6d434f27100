// forger_tanh
#include <math.h>

#include "../support/check.h"
#include "../support/guarded.h"
#include "../support/sanitizers.h"
#include "kernels.h"

static const float special[] = {
  0, -0.0f, INFINITY, -INFINITY, NAN, 1e-45f, -1e-38f, 3e38f, 0.625f, -0.625f, 9.02f, -9.02f, 88, 1e-4f};

void try_tanh(void) {
  for (size_t count = 0; count <= 133; ++count) {
    begin_case("tanh of %zu values", count);
    float *x = guarded_floats(count), *y = guarded_floats(count);
    draw_values(x, count);
    for (size_t i = 0; i < count; ++i) x[i] = i % 3 == 0 ? DRAW(special) : 12 * x[i];
    seal(x);
    forger_tanh(x, y, count);
    demand(y, count * sizeof *y);
    for (size_t i = 0; i < count; ++i) {
      const double exact = tanh(x[i]);
      // Two units in the last place, as the header says.
      const double distance = 2 * 0x1p-23 * fabs(exact) + 1e-45;
      check(
          isnan(x[i]) ? isnan(y[i]) : fabs(y[i] - exact) <= distance && !signbit(y[i]) == !signbit(x[i]),
          "of %.9g: %.9g, not %.9g", x[i], y[i], exact);
    }
    release_all();
  }
}
