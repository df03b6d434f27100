#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps other threads and processes away from a folder or files; the system releases it when the process ends
/// in any way.
///
/// Its file is removed with it. One left by a killed process does no harm.
package final class FileLock {
  private let file: String
  private let descriptor: Int32

  /// Locks the folder at `path` through its file `.lock`.
  ///
  /// - Throws: `FileProblem` if it is held already, the folder cannot be written or its file system has no
  ///   locks.
  package convenience init(ofFolder path: String) throws(FileProblem) {
    try self.init(
      file: path.hasSuffix("/") ? path + ".lock" : path + "/.lock",
      busy: FileProblem(
        path,
        found: "is in use by another run",
        expected: "a separate folder for each run"
      )
    )
  }

  /// Takes the lock that `busy` describes, through a file of any name.
  ///
  /// - Throws: `busy` if it is held already, another `FileProblem` if the file cannot be written.
  package init(file: String, busy: FileProblem) throws(FileProblem) {
    while true {
      let descriptor = try Self.openAndLock(file, busy: busy)
      if Self.isFile(file, open: descriptor) {
        self.file = file
        self.descriptor = descriptor
        return
      }
      // Its owner removed it after it was opened here and before it was locked: a new one must be created.
      close(descriptor)
    }
  }

  deinit {
    // Removed while still locked, so that it cannot be someone else's.
    unlink(file)
    close(descriptor)
  }

  private static func openAndLock(
    _ file: String,
    busy: FileProblem
  ) throws(FileProblem) -> Int32 {
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw FileProblem(
        busy.path,
        found: "cannot be written (\(systemMessage(errno)))",
        expected: "a folder that can be written"
      )
    }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      close(descriptor)
      // Network file systems may have no locks, so other processes cannot be detected there.
      throw code == EWOULDBLOCK
        ? busy
        : FileProblem(
          busy.path,
          found: "cannot be locked: \(systemMessage(code))",
          expected: "a folder on a file system with locks"
        )
    }
    return descriptor
  }

  /// Whether the file at a path is the open file.
  private static func isFile(_ path: String, open descriptor: Int32) -> Bool {
    var (there, here) = (stat(), stat())
    return lstat(path, &there) == 0 && fstat(descriptor, &here) == 0
      && there.st_dev == here.st_dev && there.st_ino == here.st_ino
  }
}

/// Runs `body` while no other thread or process does so under the same lock file.
///
/// This is for files whose loss only costs time: if the lock cannot be taken within a second, because its
/// holder is stopped or the file system has no locks, `body` runs without it.
package func withFileLock<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
  let busy = FileProblem(path, found: "is locked", expected: "a lock that is free")
  var lock: FileLock?
  for _ in 0..<100 {
    do throws(FileProblem) {
      lock = try FileLock(file: path, busy: busy)
      break
    } catch {
      guard error == busy else { break }
      usleep(10_000)
    }
  }
  return try withExtendedLifetime(lock, body)
}
