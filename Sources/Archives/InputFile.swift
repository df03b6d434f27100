#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A regular file open for reading; closed when it goes out of scope.
public struct InputFile: ~Copyable {
  /// The path as the user gave it.
  public let path: String
  /// The bytes that the file held when it was opened.
  public let byteCount: Int
  let descriptor: Int32

  /// Opens the file at `path`.
  ///
  /// - Throws: `FileProblem` where nothing is there, or not a regular file, or it may not be read.
  public init(_ path: String) throws(FileProblem) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer that never comes.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FileProblem(
        path,
        found: "cannot be opened: \(systemMessage(errno))",
        expected: "a readable file"
      )
    }
    var information = stat()
    let status = fstat(descriptor, &information)
    guard status == 0, FileKind(mode: information.st_mode) == .file else {
      let isFolder = status == 0 && FileKind(mode: information.st_mode) == .folder
      close(descriptor)
      throw FileProblem(
        path,
        found: isFolder ? "is a folder" : "is a device or pipe",
        expected: "a regular file"
      )
    }
    self.path = path
    self.byteCount = Int(information.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes from where the last read ended; none at the file's end.
  ///
  /// - Throws: `FileProblem` where the file cannot be read.
  public func read(upTo count: Int) throws(FileProblem) -> [UInt8] {
    let (bytes, failure) = bytesRead(upTo: count) { rest, _ in Self.read(descriptor, into: rest) }
    guard failure == 0 else {
      throw FileProblem(
        path,
        found: "cannot be read: \(systemMessage(failure))",
        expected: "a readable file"
      )
    }
    return bytes
  }

  /// The whole file at `path`.
  ///
  /// - Throws: `FileProblem` where it cannot be read or holds more than `limit` bytes.
  public static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
    let file = try InputFile(path)
    guard file.byteCount <= limit else {
      throw FileProblem(
        path,
        found: "holds \(file.byteCount) bytes",
        expected: "at most \(limit) bytes"
      )
    }
    // The size is what the file system really stores, so it may be believed.
    return try file.read(upTo: file.byteCount)
  }

  private static func read(
    _ descriptor: Int32,
    into buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    #if canImport(Darwin)
    return Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
    return Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
    return Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}

/// Up to `count` bytes, by as many system calls as it takes, and the number of the error that ended it or 0.
///
/// - Parameters:
///   - count: The most bytes.
///   - read: A call such as `read(2)`, given what is still to be filled and how many bytes there are already.
/// - Returns: The bytes, fewer only at the end of what is read or where it fails.
func bytesRead(
  upTo count: Int,
  by read: (_ rest: UnsafeMutableRawBufferPointer, _ done: Int) -> Int
) -> (bytes: [UInt8], failure: Int32) {
  var failure: Int32 = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
    while filled < count {
      let received = read(.init(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]), filled)
      if received < 0 && errno == EINTR { continue }
      if received < 0 { failure = errno }
      if received <= 0 { break }
      filled += received
    }
  }
  return (bytes, failure)
}
