#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Runs `body` while no other thread or process runs one under the same lock file, which is created if
/// necessary and stays.
///
/// This is for files whose loss only costs time: if the lock cannot be taken within a second, because its
/// holder is stopped or the file system has no locks, `body` runs without it.
package func withFileLock<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
  let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
  guard file >= 0 else { return try body() }
  // Closing releases the lock.
  defer { close(file) }
  var attempts = 0
  while flock(file, LOCK_EX | LOCK_NB) != 0, attempts < 100,
    errno == EWOULDBLOCK || errno == EINTR
  {
    usleep(10_000)
    attempts += 1
  }
  return try body()
}
