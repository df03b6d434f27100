#include "workers.h"

#if __has_feature(thread_sanitizer)
#include <pthread.h>

#include "check.h"

#define MOST_WORKERS 8

typedef struct {
  size_t count, workers, worker;
  RunUnit *run;
  const void *work;
} Share;

static void *run_share(void *argument) {
  const Share *share = argument;
  for (size_t unit = share->worker; unit < share->count; unit += share->workers)
    share->run(share->work, unit, share->worker);
  return NULL;
}

void run_units(size_t count, size_t workers, RunUnit *run, const void *work) {
  pthread_t threads[MOST_WORKERS];
  Share shares[MOST_WORKERS];
  for (size_t i = 0; i < workers; ++i) {
    shares[i] = (Share){count, workers, i, run, work};
    if (pthread_create(&threads[i], NULL, run_share, &shares[i]) != 0) give_up("no thread");
  }
  for (size_t i = 0; i < workers; ++i) pthread_join(threads[i], NULL);
}
#else
void run_units(size_t count, size_t workers, RunUnit *run, const void *work) {
  // The last unit first, so that what only works from front to back shows.
  for (size_t unit = count; unit-- > 0;) run(work, unit, unit % workers);
}
#endif
