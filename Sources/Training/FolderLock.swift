internal import Archives

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Keeps a second run out of a folder; the system lets go of it when the process ends in any way.
final class FolderLock {
  private let descriptor: Int32

  /// Locks the folder at `path` through its file `.lock`.
  ///
  /// - Throws: `FileProblem` where another process has it or the folder cannot be written.
  init(of path: String) throws(FileProblem) {
    let file = RunFolder.join(path, ".lock")
    descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
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
  }

  deinit { close(descriptor) }
}
