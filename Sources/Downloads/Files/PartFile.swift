import Archives

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file that is being fetched: the bytes so far, and beside it, in a file of the same name with
/// `.from` after it, where they came from.
///
/// It outlives the process, so that the rest can be fetched later.
final class PartFile {
  let path: String
  private(set) var byteCount: Int
  private let descriptor: Int32
  private var notePath: String { path + ".from" }

  /// Opens the part at `path`, or makes an empty one.
  ///
  /// - Throws: `FileProblem` where it cannot be written.
  init(_ path: String) throws(FileProblem) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    var information = stat()
    guard descriptor >= 0, fstat(descriptor, &information) == 0,
      information.st_mode & S_IFMT == S_IFREG, lseek(descriptor, 0, SEEK_END) >= 0
    else {
      let reason = descriptor < 0 ? String(cString: strerror(errno)) : "it is no regular file"
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

  /// Adds bytes at the end.
  ///
  /// - Throws: `FileProblem` where they cannot be written, as when the disk is full.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    do {
      try AtomicFile.write(bytes, to: descriptor, path: path)
    } catch {
      // Whatever did get written is of use.
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

  /// Forgets all bytes.
  ///
  /// - Throws: `FileProblem` where the file cannot be written.
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

  /// Notes which state of the file at `address` the bytes are of.
  func note(_ validator: String?, of address: WebAddress) {
    guard let validator else {
      unlink(notePath)
      return
    }
    // Without it the rest can be fetched all the same, only less sure.
    try? AtomicFile.write("\(address)\n\(validator)\n", to: notePath)
  }

  /// What was noted for `address`, or `nil`.
  func validator(of address: WebAddress) -> String? {
    guard let bytes = try? InputFile.read(notePath, limit: 10_000) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.count == 2, lines[0] == "\(address)" else { return nil }
    return lines[1].utf8.allSatisfy { (0x20...0x7e).contains($0) } ? String(lines[1]) : nil
  }

  /// Gives the file its final name.
  ///
  /// - Throws: `FileProblem` where that fails.
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
