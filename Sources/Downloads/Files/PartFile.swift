import Archives

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file being downloaded: the bytes so far and, in a file of the same name with the suffix `.from`, their
/// origin.
///
/// It outlives the process, so that the remainder can be downloaded later.
final class PartFile {
  let path: String
  private(set) var byteCount: Int
  private let descriptor: Int32
  private var notePath: String { path + ".from" }

  /// Opens the part at `path`, or creates an empty one.
  ///
  /// - Throws: `FileProblem` if it cannot be written.
  init(_ path: String) throws(FileProblem) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    var information = stat()
    guard descriptor >= 0, fstat(descriptor, &information) == 0,
      information.st_mode & S_IFMT == S_IFREG, lseek(descriptor, 0, SEEK_END) >= 0
    else {
      let reason = descriptor < 0 ? String(cString: strerror(errno)) : "it is not a regular file"
      if descriptor >= 0 { close(descriptor) }
      throw FileProblem(
        path,
        found: "cannot be written: \(reason)",
        expected: "a path that can be written to"
      )
    }
    self.path = path
    byteCount = Int(information.st_size)
  }

  deinit { close(descriptor) }

  /// Appends bytes.
  ///
  /// - Throws: `FileProblem` if they cannot be written, such as when the disk is full.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    do {
      try AtomicFile.write(bytes, to: descriptor, path: path)
    } catch {
      // Whatever was written is useful.
      byteCount = max(Int(lseek(descriptor, 0, SEEK_END)), 0)
      throw error
    }
    byteCount += bytes.count
  }

  /// Makes the bytes so far durable, where the file system can.
  func sync() {
    fsync(descriptor)
    syncFolder(of: path)
  }

  /// Removes all bytes.
  ///
  /// - Throws: `FileProblem` if the file cannot be written.
  func clear() throws(FileProblem) {
    unlink(notePath)
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw FileProblem(
        path,
        found: "cannot be emptied: \(String(cString: strerror(errno)))",
        expected: "a path that can be written to"
      )
    }
    byteCount = 0
  }

  /// Stores the version of the file at `address` that the bytes belong to.
  func note(_ validator: String?, of address: WebAddress) {
    guard let validator else {
      unlink(notePath)
      return
    }
    // Without it the remainder can still be downloaded, only less safely.
    try? AtomicFile.write("\(address)\n\(validator)\n", to: notePath)
  }

  /// The stored version for `address`, or `nil`.
  func validator(of address: WebAddress) -> String? {
    guard let bytes = try? InputFile.read(notePath, limit: 10_000) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.count == 2, lines[0] == "\(address)" else { return nil }
    return lines[1].utf8.allSatisfy { (0x20...0x7e).contains($0) } ? String(lines[1]) : nil
  }

  /// Renames the file to its final name.
  ///
  /// - Throws: `FileProblem` if that fails.
  func finish(as name: String) throws(FileProblem) {
    unlink(notePath)
    guard fsync(descriptor) == 0, rename(path, name) == 0 else {
      throw FileProblem(
        name,
        found: "cannot be written: \(String(cString: strerror(errno)))",
        expected: "a path that can be written to"
      )
    }
    syncFolder(of: name)
  }
}
