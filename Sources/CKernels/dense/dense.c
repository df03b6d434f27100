// Dense products: how they are cut into units, and the packing and multiplying of one.
#include "forger_dense.h"

#include "../lanes.h"

// A block of the right matrix, packed, stays in the second level of cache.
#define INNER_BLOCK 512
#define PACKED_FLOATS 65536
#define FEWEST_COLUMNS 64
#define FEWEST_ROWS 48
#define MOST_GROUP 6
// The results must not depend on the workers: neither do the blocks along the inner axis.
#define UNITS_OF_WORKER 2

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
static size_t larger(size_t a, size_t b) { return a > b ? a : b; }
static size_t divided(size_t a, size_t b) { return (a + b - 1) / b; }

int forger_dense_plan(ForgerDense *plan, const ForgerDenseSizes *sizes, size_t workers) {
  *plan = (ForgerDense){.sizes = *sizes, .m = sizes->rows, .n = sizes->columns};
  if (sizes->transposes_right) plan->m = sizes->columns, plan->n = sizes->rows;
  if (plan->m == 0 || plan->n == 0 || sizes->inner == 0) return 0;
  size_t best = (size_t)-1;
  for (size_t group = MOST_GROUP; group >= 4; --group) {
    const size_t cost = divided(plan->m, group) * (group + 1);
    if (cost < best) best = cost, plan->group = group;
  }
  const size_t units = workers > 1 ? UNITS_OF_WORKER * workers : 1;
  const size_t columns = PACKED_FLOATS / smaller(sizes->inner, INNER_BLOCK);
  plan->column_parts = divided(plan->n, columns);
  plan->row_parts = 1;
  if (plan->column_parts < units)
    plan->row_parts = larger(smaller(divided(units, plan->column_parts), plan->m / FEWEST_ROWS), 1);
  if (plan->column_parts * plan->row_parts < units)
    plan->column_parts = larger(
        smaller(divided(units, plan->row_parts), plan->n / FEWEST_COLUMNS), plan->column_parts);
  const size_t panels = divided(divided(plan->n, LANES), plan->column_parts);
  plan->packed_floats = smaller(sizes->inner, INNER_BLOCK) * panels * LANES;
  plan->worker_floats = plan->packed_floats + INNER_BLOCK * LANES;
  return 1;
}

size_t forger_dense_scratch(const ForgerDense *plan, size_t workers) {
  return larger(workers, 1) * plan->worker_floats * sizeof(float);
}

size_t forger_dense_units(const ForgerDense *plan) { return plan->row_parts * plan->column_parts; }

// A matrix's element (i, j) stands at values[i * row + j * column].
typedef struct {
  const float *values;
  size_t row, column;
} Matrix;

// Copies `count` rows of `columns` columns into panels [count][16], with zeros for what is missing.
FORGER_INLINE void pack(Matrix from, size_t count, size_t columns, float *to) {
  if (from.column == 1) {
    // Row by row, as they lie in memory.
    for (size_t k = 0; k < count; ++k) {
      const float *row = from.values + k * from.row;
      for (size_t j = 0; j < columns; j += LANES)
        load((Lanes *)(to + j * count + k * LANES), row + j, columns - j);
    }
    return;
  }
  for (size_t j = 0; j < divided(columns, LANES) * LANES; ++j) {
    const float *column = from.values + j * from.column;
    float *lane = to + j / LANES * LANES * count + j % LANES;
    if (j < columns) {
      for (size_t k = 0; k < count; ++k) lane[k * LANES] = column[k * from.row];
    } else {
      for (size_t k = 0; k < count; ++k) lane[k * LANES] = 0;
    }
  }
}

// Adds the product of `rows` rows of `count` values by a panel to the sums.
FORGER_INLINE void multiply(
    const int rows, const float *a, size_t row, const size_t step, const float *panel,
    size_t count, Lanes *sums) {
  Lanes values[MOST_GROUP];
  const Lanes *b = (const Lanes *)panel;
  UNROLL
  for (int i = 0; i < rows; ++i) values[i] = sums[i];
  _Pragma("clang loop unroll_count(4)")
  for (size_t k = 0; k < count; ++k) {
    UNROLL
    for (int i = 0; i < rows; ++i) values[i] += a[(size_t)i * row + k * step] * b[k];
  }
  UNROLL
  for (int i = 0; i < rows; ++i) sums[i] = values[i];
}

FORGER_INLINE void multiply_rows(
    size_t rows, const float *a, size_t row, const size_t step, const float *panel, size_t count,
    Lanes *sums) {
  switch (rows) {
    case 1: multiply(1, a, row, step, panel, count, sums); break;
    case 2: multiply(2, a, row, step, panel, count, sums); break;
    case 3: multiply(3, a, row, step, panel, count, sums); break;
    case 4: multiply(4, a, row, step, panel, count, sums); break;
    case 5: multiply(5, a, row, step, panel, count, sums); break;
    default: multiply(6, a, row, step, panel, count, sums); break;
  }
}

// Reads the sums of a block of the product, or writes them.
FORGER_INLINE void move_sums(
    float *product, size_t row, size_t column, size_t rows, size_t columns, Lanes *sums, int reads) {
  for (size_t i = 0; i < rows; ++i) {
    float *to = product + i * row;
    float *from = (float *)&sums[i];
    if (column == 1) {
      if (reads) load(&sums[i], to, columns); else store(to, &sums[i], columns);
    } else if (reads) {
      for (size_t j = 0; j < columns; ++j) from[j] = to[j * column];
    } else {
      for (size_t j = 0; j < columns; ++j) to[j * column] = from[j];
    }
  }
}

typedef struct {
  Matrix left, right;  // of a unit, from its first row and column on
  float *product;
  size_t row, column;  // of the product
  const float *bias;
  size_t m, n, inner, group;
  float *packed, *block;
} Unit;

FORGER_INLINE void start_sums(const Unit *u, size_t columns, size_t j, Lanes *sums) {
  Lanes first = {0};
  if (u->bias) load(&first, u->bias + j, columns);
  UNROLL
  for (int i = 0; i < MOST_GROUP; ++i) sums[i] = first;
}

// Has the next rows of the left matrix brought near, while those at hand are multiplied.
FORGER_INLINE void fetch_rows(const Unit *u, size_t first, size_t k, size_t count) {
  for (size_t i = first; i < smaller(first + u->group, u->m); ++i)
    for (size_t s = 0; s < count; s += LANES)
      __builtin_prefetch(u->left.values + i * u->left.row + k + s);
}

FORGER_INLINE void fetch_next(const Unit *u, size_t k, size_t row, size_t rows) {
  if (u->right.column != 1) return;
  for (size_t r = k + row; r < smaller(k + row + rows, u->inner); ++r)
    for (size_t j = 0; j < u->n; j += LANES) __builtin_prefetch(u->right.values + r * u->right.row + j);
}

// One block along the inner axis: `count` columns of the left matrix from `k` on.
FORGER_INLINE void run_block(const Unit *u, size_t k, size_t count) {
  const Matrix part = {u->right.values + k * u->right.row, u->right.row, u->right.column};
  pack(part, count, u->n, u->packed);
  const int is_packed = u->left.column != 1;
  const size_t calls = divided(u->m, u->group) * divided(u->n, LANES);
  const size_t ahead_step = divided(count, calls);
  size_t ahead = 0;
  for (size_t i = 0; i < u->m; i += u->group) {
    const size_t rows = smaller(u->group, u->m - i);
    const float *a = u->left.values + i * u->left.row + k * u->left.column;
    if (is_packed)
      for (size_t s = 0; s < count; ++s)
        for (size_t r = 0; r < rows; ++r)
          u->block[s * MOST_GROUP + r] = a[r * u->left.row + s * u->left.column];
    if (!is_packed) fetch_rows(u, i + u->group, k, count);
    for (size_t j = 0; j < u->n; j += LANES) {
      fetch_next(u, k + count, ahead, ahead_step), ahead += ahead_step;
      Lanes sums[MOST_GROUP];
      float *product = u->product + i * u->row + j * u->column;
      const size_t columns = smaller(LANES, u->n - j);
      if (k > 0) {
        move_sums(product, u->row, u->column, rows, columns, sums, 1);
      } else {
        start_sums(u, columns, j, sums);
      }
      if (u->column == 1)
        for (size_t r = 0; r < rows; ++r) __builtin_prefetch(product + r * u->row + LANES, 1);
      if (is_packed) {
        multiply_rows(rows, u->block, 1, MOST_GROUP, u->packed + j * count, count, sums);
      } else {
        multiply_rows(rows, a, u->left.row, 1, u->packed + j * count, count, sums);
      }
      move_sums(product, u->row, u->column, rows, columns, sums, 0);
    }
  }
}

FORGER_CLONES static void run_unit(const Unit *unit) {
  for (size_t k = 0; k < unit->inner; k += INNER_BLOCK)
    run_block(unit, k, smaller(INNER_BLOCK, unit->inner - k));
}

void forger_dense_run(
    const ForgerDense *plan, const ForgerDenseCall *call, size_t unit, size_t worker) {
  const ForgerDenseSizes *s = &plan->sizes;
  Matrix left = {call->left, s->inner, 1}, right = {call->right, s->columns, 1};
  if (s->transposes_left) left = (Matrix){call->left, 1, s->rows};
  size_t row = s->columns, column = 1;
  if (s->transposes_right) {
    const Matrix transposed = {call->left, left.column, left.row};
    left = (Matrix){call->right, s->inner, 1}, right = transposed;
    row = 1, column = s->columns;
  }
  const size_t panels = divided(plan->n, LANES), groups = divided(plan->m, plan->group);
  const size_t part = unit / plan->column_parts, share = unit % plan->column_parts;
  const size_t top = part * groups / plan->row_parts * plan->group;
  const size_t bottom = smaller((part + 1) * groups / plan->row_parts * plan->group, plan->m);
  const size_t from = share * panels / plan->column_parts * LANES;
  const size_t to = smaller((share + 1) * panels / plan->column_parts * LANES, plan->n);
  if (top >= bottom || from >= to) return;
  float *scratch = call->scratch + worker * plan->worker_floats;
  const Unit work = {
    .left = {left.values + top * left.row, left.row, left.column},
    .right = {right.values + from * right.column, right.row, right.column},
    .product = call->product + top * row + from * column,
    .row = row,
    .column = column,
    .bias = call->bias ? call->bias + from : NULL,
    .m = bottom - top,
    .n = to - from,
    .inner = s->inner,
    .group = plan->group,
    .packed = scratch,
    .block = scratch + plan->packed_floats};
  run_unit(&work);
}
