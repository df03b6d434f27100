#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file that grows at its end while others may read it.
///
/// What `AtomicFile` promises of whole files, this promises of what is appended: it is there completely, or
/// not at all unless the process is killed meanwhile.
package final class AppendedFile {
  private let path: String
  private let descriptor: Int32
  private var isSynced = true

  /// Opens the existing file at `path`.
  ///
  /// - Throws: `FileProblem` if it is not there or cannot be written.
  package init(_ path: String) throws(FileProblem) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw AtomicFile.problem(path, "cannot be written", errno) }
    (self.path, self.descriptor) = (path, descriptor)
  }

  deinit { close(descriptor) }

  /// Appends bytes; they reach the disk with `sync()`.
  ///
  /// - Throws: `FileProblem` if they cannot be written, such as when the disk is full; the file is as before.
  package func append(_ bytes: [UInt8]) throws(FileProblem) {
    let end = lseek(descriptor, 0, SEEK_END)
    let (descriptor, path) = (descriptor, path)
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FileProblem) in
        try AtomicFile.write(buffer, to: descriptor, path: path)
      }
    }
    isSynced = false
    if case .failure = result, end >= 0 { ftruncate(descriptor, end) }
    try result.get()
  }

  /// Flushes what was appended to the disk.
  ///
  /// - Throws: `FileProblem` if that fails.
  package func sync() throws(FileProblem) {
    guard !isSynced else { return }
    guard fsync(descriptor) == 0 else {
      throw AtomicFile.problem(path, "cannot be written", errno)
    }
    isSynced = true
  }
}
