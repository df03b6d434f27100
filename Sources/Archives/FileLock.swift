#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps others out of a folder or of files, be they threads or processes; the system lets go of it when the
/// process ends in any way.
///
/// Its file is removed with it. One that a killed process left does no harm.
package final class FileLock {
  private let file: String
  private let descriptor: Int32

  /// Locks the folder at `path` through its file `.lock`.
  ///
  /// - Throws: `FileProblem` where somebody else has it, the folder cannot be written or its file
  ///   system has no locks.
  package convenience init(ofFolder path: String) throws(FileProblem) {
    try self.init(
      file: path.hasSuffix("/") ? path + ".lock" : path + "/.lock",
      busy: FileProblem(
        path,
        found: "is in use by another run",
        expected: "a folder of its own for each run"
      )
    )
  }

  /// Locks what `busy` names through a file of any name.
  ///
  /// - Throws: `busy` where somebody else has it, another `FileProblem` where the file cannot be
  ///   written.
  package init(file: String, busy: FileProblem) throws(FileProblem) {
    while true {
      let descriptor = try Self.openAndLock(file, busy: busy)
      if Self.isFile(file, open: descriptor) {
        self.file = file
        self.descriptor = descriptor
        return
      }
      // Its owner removed it between our opening and our locking it: a new one has to be made.
      close(descriptor)
    }
  }

  deinit {
    // While it is still locked, so that it is nobody else's that is removed.
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
      // Network file systems may know no locks: that nobody else is at work cannot be told there.
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

  /// Whether what stands at a path is the open file.
  private static func isFile(_ path: String, open descriptor: Int32) -> Bool {
    var (there, here) = (stat(), stat())
    return lstat(path, &there) == 0 && fstat(descriptor, &here) == 0
      && there.st_dev == here.st_dev && there.st_ino == here.st_ino
  }
}

/// Runs `body` while no other thread or process runs one under the same lock file.
///
/// It is for files whose loss costs time alone: where the lock cannot be had within a second, because its
/// holder is stopped or the file system has none, `body` runs without.
package func withFileLock<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
  let busy = FileProblem(path, found: "is locked", expected: "a lock that is let go of")
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
