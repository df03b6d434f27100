#include "guarded.h"

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
  int is_sealed;
} Guarded;

static Guarded buffers[MOST_BUFFERS];
static size_t count;

// Single pages between two forbidden ones, which most buffers are content with: they are used again.
static uint8_t *spare[MOST_BUFFERS];
static size_t spare_count;

static size_t page_size(void) {
  static size_t size;
  if (size == 0) size = (size_t)sysconf(_SC_PAGESIZE);
  return size;
}

static size_t rounded(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

static void protect(uint8_t *map, size_t pages, int how) {
  if (mprotect(map + page_size(), pages, how) != 0) give_up("cannot protect the pages");
}

static uint8_t *take(size_t pages) {
  const size_t page = page_size();
  if (pages == page && spare_count > 0) return spare[--spare_count];
  uint8_t *map = mmap(NULL, pages + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED) give_up("no memory for %zu bytes", pages);
  protect(map, pages, PROT_READ | PROT_WRITE);
  return map;
}

static void give(const Guarded *g) {
  const size_t page = page_size();
  if (g->pages > page || spare_count == MOST_BUFFERS) {
    munmap(g->map, g->pages + 2 * page);
    return;
  }
  if (g->is_sealed) protect(g->map, g->pages, PROT_READ | PROT_WRITE);
  spare[spare_count++] = g->map;
}

void *guarded(size_t bytes, size_t alignment) {
  const size_t page = page_size(), pages = rounded(bytes > 0 ? bytes : 1, page);
  if (count == MOST_BUFFERS) give_up("too many buffers");
  uint8_t *map = take(pages), *first = map + page, *end = first + pages;
  uint8_t *buffer = placement == AT_START ? first : end - rounded(bytes, alignment);
  memset(first, PATTERN, pages);
  memset(buffer, 0xFF, bytes);
  forbid(first, (size_t)(buffer - first));
  forbid(buffer + bytes, (size_t)(end - buffer) - bytes);
  forget(buffer, bytes);
  buffers[count++] = (Guarded){map, buffer, pages, bytes, 0};
  return buffer;
}

float *guarded_floats(size_t values) { return guarded(values * sizeof(float), sizeof(float)); }

float *guarded_eights(size_t values) {
  return guarded(rounded(values, 8) * sizeof(float), sizeof(float));
}

void seal(const void *buffer) {
  for (size_t i = count; i-- > 0;)
    if (buffers[i].buffer == buffer) {
      protect(buffers[i].map, buffers[i].pages, PROT_READ);
      buffers[i].is_sealed = 1;
      return;
    }
  give_up("no such buffer");
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
    give(g);
  }
  count = 0;
}
