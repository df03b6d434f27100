import Archives

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps a second run out of a folder; the system lets go of it when the process ends in any way.
final class FolderLock {
  private let descriptor: Int32

  /// Locks the folder at `path` through its file `.lock`.
  ///
  /// - Throws: `FileProblem` where another process has it or the folder cannot be written.
  init(of path: String) throws(FileProblem) {
    let file = RunFolder.join(path, ".lock")
    // Not the property yet: once it is set, a throw would run `deinit` as well.
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw FileProblem(
        path,
        found: "cannot be written (\(String(cString: strerror(errno))))",
        expected: "a folder that can be written"
      )
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let problem = FileProblem(
        path,
        found: "is in use by another run",
        expected: "a folder of its own for each run"
      )
      close(descriptor)
      throw problem
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
