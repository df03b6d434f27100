#include "check.h"

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sanitizers.h"

#define MOST_REPORTS 10

static char name_of_case[512] = "before the first case";
static size_t cases, failures;

static void report_case(void) {
  static const char title[] = "\nin the case: ";
  ssize_t ignored = write(STDERR_FILENO, title, sizeof title - 1);
  ignored = write(STDERR_FILENO, name_of_case, strlen(name_of_case));
  ignored = write(STDERR_FILENO, "\n", 1);
  (void)ignored;
}

#if !IS_SANITIZED
static void end_at_signal(int signal) {
  static const char trap[] = "a division by zero", fault[] = "memory was touched that is out of bounds";
  const ssize_t ignored = signal == SIGFPE ? write(STDERR_FILENO, trap, sizeof trap - 1)
                                           : write(STDERR_FILENO, fault, sizeof fault - 1);
  (void)ignored;
  report_case();
  _exit(1);
}
#endif

void begin_checks(void) {
#if IS_SANITIZED
  __sanitizer_set_death_callback(report_case);
#else
  signal(SIGSEGV, end_at_signal);
  signal(SIGBUS, end_at_signal);
  signal(SIGFPE, end_at_signal);
#endif
}

void begin_case(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(name_of_case, sizeof name_of_case, format, arguments);
  va_end(arguments);
  ++cases;
}

void check(int holds, const char *format, ...) {
  if (holds || ++failures > MOST_REPORTS) return;
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  report_case();
}

void give_up(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  report_case();
  abort();
}

void check_near(
    const char *what, const float *values, const double *reference, size_t count, double distance) {
  demand(values, count * sizeof *values);
  for (size_t i = 0; i < count; ++i)
    if (!(fabs(values[i] - reference[i]) <= distance)) {
      check(0, "%s %zu is %.9g, not %.9g to %.3g", what, i, values[i], reference[i], distance);
      return;
    }
}

void check_same(const char *what, const float *values, const float *reference, size_t count) {
  demand(values, count * sizeof *values);
  for (size_t i = 0; i < count; ++i)
    if (memcmp(&values[i], &reference[i], sizeof *values) != 0) {
      check(0, "%s %zu is %.9g, not %.9g", what, i, values[i], reference[i]);
      return;
    }
}

int end_checks(const char *name) {
  printf("%s: %zu cases", name, cases);
  if (failures > 0) printf(", %zu checks failed", failures);
  printf("\n");
  return failures > 0;
}

// SplitMix64: Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators".
uint64_t draw_bits(void) {
  static uint64_t state;
  uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

size_t draw_below(size_t count) { return (size_t)(draw_bits() >> 32) % count; }

static float draw_value(void) { return (float)(int32_t)(draw_bits() >> 32) * 0x1p-31f; }

void draw_values(float *values, size_t count) {
  for (size_t i = 0; i < count; ++i) values[i] = draw_value();
}

void draw_uneven_values(float *values, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const size_t kind = draw_below(16);
    values[i] = kind < 12 ? 0 : kind < 15 ? draw_value() : 100 * draw_value();
  }
}
