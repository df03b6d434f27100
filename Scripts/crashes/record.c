/* Records what a program does to the files below a folder, with the data and in order, and what it
   prints in between. Loaded into it by LD_PRELOAD; recording.py compiles it and reads what it writes.

   FORGER_CRASHES_ROOT is the folder, without links in its path, FORGER_CRASHES_LOG the recording. A call
   that cannot be recorded, such as a writable map of a file, is recorded as such, and whoever reads the
   recording stops there. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The same numbers are in recording.py. */
enum kind {
  CREATE = 1, MKDIR, WRITE, TRUNCATE, RENAME, EXCHANGE, UNLINK, RMDIR, LINK, SYMLINK, SYNC, SYNC_ALL,
  PRINT, UNKNOWN
};

/* What a record begins with; two texts and the data follow. */
struct record {
  uint32_t kind, first, second, unused;
  uint64_t inode, offset, length;
};

/* One call at a time, so that the recording has the calls in their true order. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int recording = -1;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FORGER_CRASHES_LOG");
  root = getenv("FORGER_CRASHES_ROOT");
  if (!path || !root) return;
  root_length = strlen(root);
  recording = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(const void *bytes, size_t count) {
  for (const char *rest = bytes; count;) {
    ssize_t written = syscall(SYS_write, recording, rest, count);
    if (written <= 0) abort();
    rest += written;
    count -= written;
  }
}

static void add(enum kind kind, const char *first, const char *second, uint64_t inode,
                uint64_t offset, const void *data, size_t length) {
  int code = errno;
  struct record record = {kind, strlen(first), strlen(second), 0, inode, offset, length};
  put(&record, sizeof record);
  put(first, record.first);
  put(second, record.second);
  if (data) put(data, length);
  errno = code;
}

static int is_below(const char *path) {
  return recording >= 0 && !strncmp(path, root, root_length)
    && (!path[root_length] || path[root_length] == '/');
}

/* The path of an open file, "" where it has none. */
static const char *path_of(int file, char path[PATH_MAX]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, PATH_MAX - 1);
  path[count > 0 ? count : 0] = 0;
  return path;
}

/* A path from the root of the file system, links and dots left as they are. */
static const char *whole(int folder, const char *path, char result[PATH_MAX]) {
  if (path[0] == '/') {
    snprintf(result, PATH_MAX, "%s", path);
    return result;
  }
  if (folder == AT_FDCWD) {
    if (!getcwd(result, PATH_MAX)) result[0] = 0;
  } else {
    path_of(folder, result);
  }
  size_t length = strlen(result);
  snprintf(result + length, PATH_MAX - length, "/%s", path);
  return result;
}

static uint64_t inode_at(const char *path) {
  struct stat facts;
  return lstat(path, &facts) ? 0 : facts.st_ino;
}

/* The inode of an open regular file or folder below the root, else 0. */
static uint64_t inode_of(int file) {
  int code = errno;
  struct stat facts;
  char path[PATH_MAX];
  uint64_t inode = 0;
  if (recording >= 0 && !fstat(file, &facts) && (S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode))
      && is_below(path_of(file, path)))
    inode = facts.st_ino;
  errno = code;
  return inode;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Runs a call with the lock held and leaves its result in `result`. */
#define CALLING(type, call)      \
  pthread_mutex_lock(&lock);     \
  type result = (call);          \
  int code = errno;
#define RETURNING                \
  pthread_mutex_unlock(&lock);   \
  errno = code;                  \
  return result;

/* Opening. */

static int open_recorded(int folder, const char *path, int flags, mode_t mode) {
  struct stat facts;
  int is_new = (flags & O_CREAT) && fstatat(folder, path, &facts, 0) != 0;
  CALLING(int, syscall(SYS_openat, folder, path, flags, mode))
  uint64_t inode = result >= 0 ? inode_of(result) : 0;
  char place[PATH_MAX];
  if (inode) {
    if ((flags & O_TMPFILE) == O_TMPFILE)
      add(UNKNOWN, "open with O_TMPFILE", path, 0, 0, 0, 0);
    else if (is_new)
      add(CREATE, path_of(result, place), "", inode, 0, 0, 0);
    else if (flags & O_TRUNC)
      add(TRUNCATE, "", "", inode, 0, 0, 0);
  }
  RETURNING
}

#define MODE(flags)                                   \
  mode_t mode = 0;                                    \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {            \
    va_list list;                                     \
    va_start(list, flags);                            \
    mode = va_arg(list, mode_t);                      \
    va_end(list);                                     \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return open_recorded(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags)
  return open_recorded(AT_FDCWD, path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
  MODE(flags)
  return open_recorded(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...) {
  MODE(flags)
  return open_recorded(folder, path, flags, mode);
}
int __open_2(const char *path, int flags) { return open_recorded(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_recorded(AT_FDCWD, path, flags, 0); }
int __openat_2(int folder, const char *path, int flags) {
  return open_recorded(folder, path, flags, 0);
}
int __openat64_2(int folder, const char *path, int flags) {
  return open_recorded(folder, path, flags, 0);
}
int creat(const char *path, mode_t mode) {
  return open_recorded(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

static int made(int file) {
  char path[PATH_MAX];
  uint64_t inode = file >= 0 ? inode_of(file) : 0;
  if (inode) add(CREATE, path_of(file, path), "", inode, 0, 0, 0);
  return file;
}

int mkstemp(char *template) {
  CALLING(int, made(NEXT(mkstemp)(template)))
  RETURNING
}
int mkstemp64(char *template) {
  CALLING(int, made(NEXT(mkstemp64)(template)))
  RETURNING
}
int mkostemp(char *template, int flags) {
  CALLING(int, made(NEXT(mkostemp)(template, flags)))
  RETURNING
}
int mkostemp64(char *template, int flags) {
  CALLING(int, made(NEXT(mkostemp64)(template, flags)))
  RETURNING
}

/* What goes through a FILE is written by the C library, which cannot be listened to. */
static FILE *refuse(FILE *file, const char *mode, const char *name) {
  if (file && strpbrk(mode, "wa+") && inode_of(fileno(file))) add(UNKNOWN, name, mode, 0, 0, 0, 0);
  return file;
}
FILE *fopen(const char *path, const char *mode) { return refuse(NEXT(fopen)(path, mode), mode, "fopen"); }
FILE *fopen64(const char *path, const char *mode) {
  return refuse(NEXT(fopen64)(path, mode), mode, "fopen64");
}
FILE *fdopen(int file, const char *mode) { return refuse(NEXT(fdopen)(file, mode), mode, "fdopen"); }

static void *map_recorded(void *result, int protection, int flags, int file, const char *name) {
  if (result != MAP_FAILED && file >= 0 && (flags & MAP_SHARED) && (protection & PROT_WRITE)
      && inode_of(file))
    add(UNKNOWN, name, "shared and writable", 0, 0, 0, 0);
  return result;
}
void *mmap(void *place, size_t length, int protection, int flags, int file, off_t offset) {
  void *result = (void *)syscall(SYS_mmap, place, length, protection, flags, file, offset);
  return map_recorded(result, protection, flags, file, "mmap");
}
void *mmap64(void *place, size_t length, int protection, int flags, int file, off64_t offset) {
  return mmap(place, length, protection, flags, file, offset);
}

/* Data. */

/* Adds what a call has just written; `offset` is -1 where the file's own place moved. */
static void wrote(int file, const void *data, ssize_t count, off_t offset) {
  if (count <= 0) return;
  uint64_t inode = inode_of(file);
  if (inode) {
    if (offset < 0) offset = lseek(file, 0, SEEK_CUR) - count;
    add(WRITE, "", "", inode, offset, data, count);
  } else if (file == 1 && recording >= 0) {
    add(PRINT, "", "", 0, 0, data, count);
  }
}

/* The same where the data are in several places, or nowhere in memory: they are read back. */
static void wrote_unseen(int file, ssize_t count, off_t offset) {
  if (count <= 0 || !inode_of(file)) return;
  if (offset < 0) offset = lseek(file, 0, SEEK_CUR) - count;
  char *data = malloc(count), path[PATH_MAX];
  int reader = syscall(SYS_openat, AT_FDCWD, path_of(file, path), O_RDONLY | O_CLOEXEC);
  if (data && pread(reader, data, count, offset) == count)
    wrote(file, data, count, offset);
  else
    add(UNKNOWN, "a write whose data cannot be read back", path, 0, 0, 0, 0);
  close(reader);
  free(data);
}

ssize_t write(int file, const void *data, size_t count) {
  CALLING(ssize_t, syscall(SYS_write, file, data, count))
  wrote(file, data, result, -1);
  RETURNING
}
ssize_t pwrite(int file, const void *data, size_t count, off_t offset) {
  CALLING(ssize_t, syscall(SYS_pwrite64, file, data, count, offset))
  wrote(file, data, result, offset);
  RETURNING
}
ssize_t pwrite64(int file, const void *data, size_t count, off64_t offset) {
  return pwrite(file, data, count, offset);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  CALLING(ssize_t, NEXT(writev)(file, parts, count))
  wrote_unseen(file, result, -1);
  RETURNING
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  CALLING(ssize_t, NEXT(pwritev)(file, parts, count, offset))
  wrote_unseen(file, result, offset);
  RETURNING
}
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) {
  return pwritev(file, parts, count, offset);
}
ssize_t sendfile(int file, int from, off_t *offset, size_t count) {
  CALLING(ssize_t, NEXT(sendfile)(file, from, offset, count))
  wrote_unseen(file, result, -1);
  RETURNING
}
ssize_t copy_file_range(int from, off64_t *start, int file, off64_t *offset, size_t count,
                        unsigned flags) {
  off_t place = offset ? *offset : -1;
  CALLING(ssize_t, NEXT(copy_file_range)(from, start, file, offset, count, flags))
  wrote_unseen(file, result, place);
  RETURNING
}

static void resized(int file, int result) {
  struct stat facts;
  uint64_t inode = result ? 0 : inode_of(file);
  if (inode && !fstat(file, &facts)) add(TRUNCATE, "", "", inode, facts.st_size, 0, 0);
}
int ftruncate(int file, off_t length) {
  CALLING(int, NEXT(ftruncate)(file, length))
  resized(file, result);
  RETURNING
}
int ftruncate64(int file, off64_t length) { return ftruncate(file, length); }
int truncate(const char *path, off_t length) {
  CALLING(int, NEXT(truncate)(path, length))
  char place[PATH_MAX];
  if (!result && is_below(whole(AT_FDCWD, path, place)))
    add(TRUNCATE, "", "", inode_at(place), length, 0, 0);
  RETURNING
}
int truncate64(const char *path, off64_t length) { return truncate(path, length); }
int fallocate(int file, int mode, off_t offset, off_t length) {
  CALLING(int, NEXT(fallocate)(file, mode, offset, length))
  if (mode & ~FALLOC_FL_KEEP_SIZE) {
    if (inode_of(file)) add(UNKNOWN, "fallocate", "of another mode", 0, 0, 0, 0);
  } else {
    resized(file, result);
  }
  RETURNING
}
int fallocate64(int file, int mode, off64_t offset, off64_t length) {
  return fallocate(file, mode, offset, length);
}
int posix_fallocate(int file, off_t offset, off_t length) {
  CALLING(int, NEXT(posix_fallocate)(file, offset, length))
  resized(file, result);
  RETURNING
}
int posix_fallocate64(int file, off64_t offset, off64_t length) {
  return posix_fallocate(file, offset, length);
}

/* Names. */

static void renamed(int result, int folder, const char *path, int other, const char *target,
                    enum kind kind) {
  char first[PATH_MAX], second[PATH_MAX];
  whole(folder, path, first);
  whole(other, target, second);
  if (!result && (is_below(first) || is_below(second))) add(kind, first, second, 0, 0, 0, 0);
}
int rename(const char *path, const char *target) {
  CALLING(int, NEXT(rename)(path, target))
  renamed(result, AT_FDCWD, path, AT_FDCWD, target, RENAME);
  RETURNING
}
int renameat(int folder, const char *path, int other, const char *target) {
  CALLING(int, NEXT(renameat)(folder, path, other, target))
  renamed(result, folder, path, other, target, RENAME);
  RETURNING
}
int renameat2(int folder, const char *path, int other, const char *target, unsigned flags) {
  CALLING(int, NEXT(renameat2)(folder, path, other, target, flags))
  renamed(result, folder, path, other, target, flags & RENAME_EXCHANGE ? EXCHANGE : RENAME);
  RETURNING
}
int link(const char *path, const char *target) {
  CALLING(int, NEXT(link)(path, target))
  renamed(result, AT_FDCWD, path, AT_FDCWD, target, LINK);
  RETURNING
}
int linkat(int folder, const char *path, int other, const char *target, int flags) {
  CALLING(int, NEXT(linkat)(folder, path, other, target, flags))
  renamed(result, folder, path, other, target, LINK);
  RETURNING
}

static void changed(int result, int folder, const char *path, enum kind kind) {
  char place[PATH_MAX];
  if (result || !is_below(whole(folder, path, place))) return;
  add(kind, place, "", kind == MKDIR ? inode_at(place) : 0, 0, 0, 0);
}
int symlinkat(const char *target, int folder, const char *path) {
  CALLING(int, NEXT(symlinkat)(target, folder, path))
  char place[PATH_MAX];
  if (!result && is_below(whole(folder, path, place)))
    add(SYMLINK, place, target, inode_at(place), 0, 0, 0);
  RETURNING
}
int symlink(const char *target, const char *path) { return symlinkat(target, AT_FDCWD, path); }
int unlink(const char *path) {
  CALLING(int, NEXT(unlink)(path))
  changed(result, AT_FDCWD, path, UNLINK);
  RETURNING
}
int unlinkat(int folder, const char *path, int flags) {
  CALLING(int, NEXT(unlinkat)(folder, path, flags))
  changed(result, folder, path, flags & AT_REMOVEDIR ? RMDIR : UNLINK);
  RETURNING
}
int rmdir(const char *path) {
  CALLING(int, NEXT(rmdir)(path))
  changed(result, AT_FDCWD, path, RMDIR);
  RETURNING
}
int remove(const char *path) {
  struct stat facts;
  int is_folder = !lstat(path, &facts) && S_ISDIR(facts.st_mode);
  CALLING(int, NEXT(remove)(path))
  changed(result, AT_FDCWD, path, is_folder ? RMDIR : UNLINK);
  RETURNING
}
int mkdirat(int folder, const char *path, mode_t mode) {
  CALLING(int, NEXT(mkdirat)(folder, path, mode))
  changed(result, folder, path, MKDIR);
  RETURNING
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

/* Syncing. */

static int sync_recorded(int file, int result) {
  uint64_t inode = result ? 0 : inode_of(file);
  if (inode) add(SYNC, "", "", inode, 0, 0, 0);
  return result;
}
int fsync(int file) {
  CALLING(int, sync_recorded(file, NEXT(fsync)(file)))
  RETURNING
}
int fdatasync(int file) {
  CALLING(int, sync_recorded(file, NEXT(fdatasync)(file)))
  RETURNING
}
int syncfs(int file) {
  CALLING(int, NEXT(syncfs)(file))
  if (!result && recording >= 0) add(SYNC_ALL, "", "", 0, 0, 0, 0);
  RETURNING
}
