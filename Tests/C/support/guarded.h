// Memory whose surroundings are watched: whoever reads or writes beyond it is caught.
#ifndef GUARDED_H
#define GUARDED_H

#include <stddef.h>
#include <stdint.h>

// Where buffers stand between the two pages that nobody may touch. The room left on the other side
// is filled with a pattern, which is looked at afterward, and forbidden to the address sanitizer.
typedef enum {
  AT_END,    // the last byte touches the page after it, however odd the first one's address is
  AT_START,  // the first byte touches the page before it, and is aligned to whatever one likes
} Placement;

extern Placement placement;

// A buffer to write to. Each of its bytes is 255, so that floats are not numbers until they are
// written, and counts as uninitialized. `alignment` is a power of two, 64 at most.
void *guarded(size_t bytes, size_t alignment);

// The same for values, aligned as floats are and no better: as kernels get rows in a tensor's midst.
float *guarded_floats(size_t count);

// The same with room up to a multiple of 8 values, for the functions whose header says that they read
// and write whole vectors of 8.
float *guarded_eights(size_t count);

// From now on the buffer may be read only.
void seal(const void *buffer);

// Checks that nothing around the buffers was written to, and gives all of them back.
void release_all(void);

#endif
