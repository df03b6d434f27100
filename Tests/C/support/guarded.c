#include "guarded.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "sanitizers.h"

#define PATTERN 0xA5
#define MOST_BUFFERS 64

Placement placement = AT_END;

typedef struct {
  uint8_t *map, *buffer;
  size_t pages;  // bytes between the two pages that nobody may touch
  size_t bytes;
} Guarded;

static Guarded buffers[MOST_BUFFERS];
static size_t count;

static size_t page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

static size_t rounded(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

void *guarded(size_t bytes, size_t alignment) {
  const size_t page = page_size(), pages = rounded(bytes > 0 ? bytes : 1, page);
  uint8_t *map = mmap(NULL, pages + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED || count == MOST_BUFFERS) give_up("no memory for %zu bytes", bytes);
  uint8_t *first = map + page, *end = first + pages;
  if (mprotect(first, pages, PROT_READ | PROT_WRITE) != 0) give_up("cannot open the pages");
  uint8_t *buffer = placement == AT_START ? first : end - rounded(bytes, alignment);
  memset(first, PATTERN, pages);
  memset(buffer, 0xFF, bytes);
  forbid(first, (size_t)(buffer - first));
  forbid(buffer + bytes, (size_t)(end - buffer) - bytes);
  forget(buffer, bytes);
  buffers[count++] = (Guarded){map, buffer, pages, bytes};
  return buffer;
}

float *guarded_floats(size_t values) { return guarded(values * sizeof(float), sizeof(float)); }

float *guarded_eights(size_t values) {
  return guarded(rounded(values, 8) * sizeof(float), sizeof(float));
}

static Guarded *find(const void *buffer) {
  for (size_t i = count; i-- > 0;)
    if (buffers[i].buffer == buffer) return &buffers[i];
  give_up("no such buffer");
}

void seal(const void *buffer) {
  const Guarded *g = find(buffer);
  if (mprotect(g->map + page_size(), g->pages, PROT_READ) != 0) give_up("cannot seal the pages");
}

void release_all(void) {
  const size_t page = page_size();
  for (size_t i = 0; i < count; ++i) {
    const Guarded *g = &buffers[i];
    const uint8_t *first = g->map + page, *end = first + g->pages;
    allow(first, g->pages);
    for (const uint8_t *byte = first; byte < end; ++byte) {
      if (byte == g->buffer) byte += g->bytes;
      if (byte == end) break;
      check(
          *byte == PATTERN, "byte %td of a buffer of %zu was written to", byte - g->buffer, g->bytes);
    }
    munmap(g->map, g->pages + 2 * page);
  }
  count = 0;
}
