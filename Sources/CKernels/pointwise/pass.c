// Normalization, noise and leaky ReLU in one pass over memory.
#include "forger_pointwise.h"

#include "eight.h"

// A run of columns; the compiler makes a separate loop for each combination of steps.
FORGER_INLINE void run(
    const ForgerPass *p, const float *x, float *y, size_t first, size_t column, size_t count,
    int normalizes, int is_noisy, int rectifies) {
  size_t i = 0;
  // Only a normalization alone may end within a vector.
  const size_t whole = normalizes ? count & ~(size_t)(EIGHT - 1) : count;
  for (; i < whole; i += EIGHT) {
    Eight value = *eight(x + first + i);
    if (normalizes) {
      value = (value - *eight(p->mean + column + i)) * *eight(p->scale + column + i)
          + *eight(p->shift + column + i);
    }
    if (is_noisy) value += *eight(p->noise + first + i) * p->deviation;
    if (rectifies) {
      const EightFlags flags = ~(value <= 0);
      p->signs[(first + i) / EIGHT] = bits_of(&flags);
      rectify(&value, &flags, p->slope);
    }
    *(Eight *)(y + first + i) = value;
  }
  for (; i < count; ++i) {
    y[first + i] = (x[first + i] - p->mean[column + i]) * p->scale[column + i]
        + p->shift[column + i];
  }
}

FORGER_INLINE void run_all(
    const ForgerPass *pass, const float *x, float *y, size_t column, size_t count, int is_noisy,
    int rectifies) {
  if (!pass->mean) {
    run(pass, x, y, 0, 0, count, 0, is_noisy, rectifies);
    return;
  }
  for (size_t first = 0; first < count; column = 0) {
    const size_t rest = count - first, columns = pass->width - column;
    const size_t length = rest < columns ? rest : columns;
    run(pass, x, y, first, column, length, 1, is_noisy, rectifies);
    first += length;
  }
}

FORGER_CLONES void forger_pass(
    const ForgerPass *pass, const float *x, float *y, size_t column, size_t count) {
  const ForgerPass p = *pass;
  if (p.noise) {
    if (p.signs) run_all(&p, x, y, column, count, 1, 1);
    else run_all(&p, x, y, column, count, 1, 0);
  } else {
    if (p.signs) run_all(&p, x, y, column, count, 0, 1);
    else run_all(&p, x, y, column, count, 0, 0);
  }
}

FORGER_CLONES void forger_leaky_relu_gradient(
    const float *gradient, const uint8_t *signs, float slope, float *result, size_t count) {
  for (size_t i = 0; i < count; i += EIGHT) {
    Eight value = *eight(gradient + i);
    EightFlags flags;
    flags_of(signs[i / EIGHT], &flags);
    rectify(&value, &flags, slope);
    *(Eight *)(result + i) = value;
  }
}
