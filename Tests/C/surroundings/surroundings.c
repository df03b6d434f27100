// Surroundings that a test cannot ask a machine for, around a program that loads this by LD_PRELOAD:
//
//   FORGER_TEST_FLOCK=N    locks fail with error number N
//   FORGER_TEST_CLOCK=1    the time of day goes back by a minute each time that it is asked for
//   FORGER_TEST_PROC=1     there is no /proc
//   FORGER_TEST_TRACE=FILE what is done to files and folders is written to a file, a line each
//   FORGER_TEST_KILL=N     the program is killed right before the Nth of these
//   FORGER_TEST_WITHIN=S   only what is done to paths that contain S counts

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int number(const char *name) {
  const char *text = getenv(name);
  return text ? atoi(text) : 0;
}

/// Takes in what is about to be done; `target` may be empty.
static void note(const char *what, const char *path, const char *target) {
  const char *within = getenv("FORGER_TEST_WITHIN");
  if (within && !strstr(path, within) && !strstr(target, within)) return;
  const char *trace = getenv("FORGER_TEST_TRACE");
  if (trace) {
    int file = REAL(open)(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    dprintf(file, "%s %s%s%s\n", what, path, *target ? " " : "", target);
    close(file);
  }
  static int count;
  int last = number("FORGER_TEST_KILL");
  if (last && __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST) == last) kill(getpid(), SIGKILL);
}

/// The path of an open file or folder.
static const char *path_of(int descriptor, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = 0;
  return path;
}

int flock(int descriptor, int operation) {
  int failure = number("FORGER_TEST_FLOCK");
  if (failure) return errno = failure, -1;
  return REAL(flock)(descriptor, operation);
}

/// Whether a path is of a file that is not to be there.
static int is_hidden(const char *path) {
  return number("FORGER_TEST_PROC") && !strncmp(path, "/proc", 5);
}

FILE *fopen(const char *path, const char *mode) {
  if (is_hidden(path)) return errno = ENOENT, NULL;
  return REAL(fopen)(path, mode);
}

static mode_t mode_in(int flags, va_list arguments) {
  return flags & O_CREAT ? (mode_t)va_arg(arguments, int) : 0;
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  if (is_hidden(path)) return errno = ENOENT, -1;
  if (flags & O_CREAT) note("create", path, "");
  return REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  if (is_hidden(path)) return errno = ENOENT, -1;
  if (flags & O_CREAT) note("create", path, "");
  return REAL(open64)(path, flags, mode);
}

int fsync(int descriptor) {
  char path[PATH_MAX];
  note("fsync", path_of(descriptor, path), "");
  return REAL(fsync)(descriptor);
}

int rename(const char *path, const char *target) {
  note("rename", path, target);
  return REAL(rename)(path, target);
}

int link(const char *path, const char *target) {
  note("link", path, target);
  return REAL(link)(path, target);
}

int unlink(const char *path) {
  note("unlink", path, "");
  return REAL(unlink)(path);
}

int unlinkat(int folder, const char *name, int flags) {
  char path[PATH_MAX];
  note("unlink", folder == AT_FDCWD ? name : path_of(folder, path), folder == AT_FDCWD ? "" : name);
  return REAL(unlinkat)(folder, name, flags);
}

int mkdir(const char *path, mode_t mode) {
  note("mkdir", path, "");
  return REAL(mkdir)(path, mode);
}

int rmdir(const char *path) {
  note("rmdir", path, "");
  return REAL(rmdir)(path);
}

static time_t setback(void) {
  static long count;
  return number("FORGER_TEST_CLOCK") ? 60 * __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int status = REAL(clock_gettime)(clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec -= setback();
  return status;
}

int gettimeofday(struct timeval *now, void *zone) {
  int status = REAL(gettimeofday)(now, zone);
  now->tv_sec -= setback();
  return status;
}

time_t time(time_t *result) {
  time_t now = REAL(time)(NULL) - setback();
  if (result) *result = now;
  return now;
}
