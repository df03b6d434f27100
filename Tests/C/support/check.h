// Cases, what is checked about them, and the values that they are fed with.
#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>
#include <stdint.h>

// Prepares for the report of whatever ends the process.
void begin_checks(void);

// Names the case that follows; whatever fails is reported under that name.
__attribute__((format(printf, 1, 2))) void begin_case(const char *format, ...);

// Counts and reports a failure unless it holds.
__attribute__((format(printf, 2, 3))) void check(int holds, const char *format, ...);

// The harness itself cannot continue.
__attribute__((format(printf, 1, 2), noreturn)) void give_up(const char *format, ...);

// Checks that values are numbers near the reference. The distance is absolute.
void check_near(
    const char *what, const float *values, const double *reference, size_t count, double distance);

// Checks that values are the same, bit by bit.
void check_same(const char *what, const float *values, const float *reference, size_t count);

// Reports the number of cases; the exit code of the program.
int end_checks(const char *name);

// Random bits, the same in each run of the program.
uint64_t draw_bits(void);

// One of `count` choices.
size_t draw_below(size_t count);
#define DRAW(choices) ((choices)[draw_below(sizeof(choices) / sizeof *(choices))])

// Fills with values in [-1, 1).
void draw_values(float *values, size_t count);

// The same, but for zeros among them, as ReLU leaves them, and a few that are a hundred times as large.
void draw_uneven_values(float *values, size_t count);

#endif
