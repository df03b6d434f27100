#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A temporary file without a name, for bytes that need not stay in memory; gone with the last reference,
/// whatever ends the program.
///
/// It lies in `$TMPDIR`, or where that is not set in `/var/tmp`, which is no part of memory as `/tmp` can
/// be. Any number of threads may read and write at once.
public final class ScratchFile: Sendable {
  private let folder: String
  private let descriptor: Int32

  /// Makes an empty file.
  ///
  /// - Throws: `FileProblem` where none can be made.
  public convenience init() throws(FileProblem) {
    let chosen = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    try self.init(in: chosen ?? (access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"))
  }

  /// Makes an empty file in a folder.
  ///
  /// - Throws: `FileProblem` where none can be made.
  public init(in folder: String) throws(FileProblem) {
    var template = Array((folder + "/.forger-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw FileProblem(
        folder,
        found: "takes no temporary file: \(systemMessage(errno))",
        expected: "a folder that can be written to; TMPDIR chooses another"
      )
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.folder = folder
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Writes `bytes` from a place in the file on.
  ///
  /// - Throws: `FileProblem` where that fails, as when the disk is full.
  public func write(_ bytes: [UInt8], at offset: Int) throws(FileProblem) {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        pwrite(
          descriptor,
          buffer.baseAddress.map { $0 + done },
          bytes.count - done,
          off_t(offset + done)
        )
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        throw FileProblem(
          folder,
          found: "has no room for temporary files: \(systemMessage(errno))",
          expected: "space for what is unpacked; TMPDIR chooses another folder"
        )
      }
      done += written
    }
  }

  /// `count` bytes from a place in the file on; fewer only at its end.
  ///
  /// - Throws: `FileProblem` where they cannot be read.
  public func read(_ count: Int, at offset: Int) throws(FileProblem) -> [UInt8] {
    let (bytes, failure) = bytesRead(upTo: count) { rest, done in
      pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
    }
    guard failure == 0 else {
      throw FileProblem(
        folder,
        found: "gives no temporary file back: \(systemMessage(failure))",
        expected: "a disk that can be read"
      )
    }
    return bytes
  }
}
