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
/// Its file, `.lock`, says who holds it and is removed with it. One that a killed process left is replaced,
/// once the system or the file itself proves that the process is gone. A file that Forger did not write is
/// in the way and stays as it is, unless it is empty: that one is locked, and stays.
///
/// On file systems without locks the file alone keeps others out: it is made by who comes first. There a
/// process that was killed keeps them out too, until it is certain that it has ended: see `LockHolder.isGone`.
package final class FileLock {
  private let file: LockFile
  /// The folder that the file is in, wherever it is moved while the lock is held.
  private let place: Int32

  /// Locks the folder at `path` through its file `.lock`.
  ///
  /// - Throws: `FileProblem` where somebody else has it, something else has that name, or the folder cannot
  ///   be written.
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
  /// - Throws: `busy` where somebody else has it, another `FileProblem` where something else has that name,
  ///   or the file cannot be written.
  package init(file: String, busy: FileProblem) throws(FileProblem) {
    self.file = try LockFile.take(file, busy: busy)
    place = open(folder(of: file), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  deinit {
    if file.isOwn { removeFile() }
    close(file.descriptor)
    if place >= 0 { close(place) }
  }

  /// Whether the folder that the lock's file is in still has its path.
  package var isInPlace: Bool {
    var (there, here) = (stat(), stat())
    return place < 0 || fstat(place, &here) != 0
      || (stat(folder(of: file.path), &there) == 0 && there.isSame(as: here))
  }

  /// Removes the file while it is still locked, so that it is nobody else's.
  private func removeFile() {
    var (there, here) = (stat(), stat())
    let name = lastComponent(of: file.path)
    let start = place >= 0 ? place : AT_FDCWD
    let path = place >= 0 ? name : file.path
    guard fstat(file.descriptor, &here) == 0,
      fstatat(start, path, &there, AT_SYMLINK_NOFOLLOW) == 0, there.isSame(as: here)
    else { return }
    unlinkat(start, path, 0)
  }
}

extension stat {
  /// Whether both are of one file or folder.
  func isSame(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
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
