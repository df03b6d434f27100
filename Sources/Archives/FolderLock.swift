#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps other processes out of a folder; the system releases it when the process ends in any way.
///
/// Its file, `.lock`, is removed with it. One left by a killed process does no harm.
package final class FolderLock {
  private let file: String
  private let descriptor: Int32

  /// Locks the folder at `path` through its file `.lock`.
  ///
  /// - Throws: `FileProblem` if another process holds it, the folder cannot be written or its file system has
  ///   no locks.
  package convenience init(of path: String) throws(FileProblem) {
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
  /// - Throws: `busy` if another process holds it, another `FileProblem` if the file cannot be written.
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
