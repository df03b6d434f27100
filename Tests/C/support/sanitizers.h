// What the sanitizers want to be told; nothing where this is compiled without them.
#ifndef SANITIZERS_H
#define SANITIZERS_H

#include <stddef.h>

#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#if __has_feature(memory_sanitizer)
#include <sanitizer/msan_interface.h>
#endif
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) \
    || __has_feature(thread_sanitizer)
#include <sanitizer/common_interface_defs.h>
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

// Makes bytes forbidden ground, or ground again.
static inline void forbid(const void *from, size_t bytes) {
#if __has_feature(address_sanitizer)
  __asan_poison_memory_region(from, bytes);
#else
  (void)from, (void)bytes;
#endif
}

static inline void allow(const void *from, size_t bytes) {
#if __has_feature(address_sanitizer)
  __asan_unpoison_memory_region(from, bytes);
#else
  (void)from, (void)bytes;
#endif
}

// What the bytes hold means nothing until they are written.
static inline void forget(const void *from, size_t bytes) {
#if __has_feature(memory_sanitizer)
  __msan_poison(from, bytes);
#else
  (void)from, (void)bytes;
#endif
}

// Stops if any of the bytes depends on bytes that mean nothing.
static inline void demand(const void *from, size_t bytes) {
#if __has_feature(memory_sanitizer)
  __msan_check_mem_is_initialized(from, bytes);
#else
  (void)from, (void)bytes;
#endif
}

#endif
