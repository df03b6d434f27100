#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Runs `body` while no other thread or process runs one under the same lock file, which is made if need
/// be and stays.
///
/// It is for files whose loss costs time alone: where the lock cannot be had within a second, because its
/// holder is stopped or the file system has none, `body` runs without.
package func withFileLock<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
  let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
  guard file >= 0 else { return try body() }
  // Closing gives the lock up.
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
