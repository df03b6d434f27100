// Units of work, as the library's thread pool hands them out.
#ifndef WORKERS_H
#define WORKERS_H

#include <stddef.h>

typedef void RunUnit(const void *work, size_t unit, size_t worker);

// Runs all units, by as many threads where the thread sanitizer watches, and in an odd order by one
// elsewhere.
void run_units(size_t count, size_t workers, RunUnit *run, const void *work);

#endif
