internal import Archives

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads a run's log, and later only what was added to it.
///
/// The file is replaced whenever there are new entries. What was read before is not read again where the bytes
/// before its end are as they were; a run that is resumed at an earlier snapshot has other ones.
package struct LogReader: Sendable {
  /// The entries so far.
  package private(set) var table = LogTable()
  /// Grows whenever the entries change.
  package private(set) var revision = 0
  /// When the file was last written, in seconds since 1970; 0 where there is none.
  private(set) var modified = 0.0

  private let path: String
  private var seen: Identity?
  /// The bytes that were read.
  private var offset = 0
  /// The last of these.
  private var tail: [UInt8] = []

  private static let blockSize = 4 << 20
  private static let longestLine = 64 << 10
  private static let tailSize = 512

  private struct Identity: Equatable {
    let (device, file, size, time, nanoseconds): (Int, Int, Int, Int, Int)
  }

  /// A reader of the log at a path.
  package init(_ path: String) { self.path = path }

  /// Reads what is new.
  ///
  /// - Returns: Whether anything changed.
  package mutating func refresh() -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return forget() }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0, (information.st_mode & S_IFMT) == S_IFREG else {
      return forget()
    }
    let identity = Identity(
      device: Int(information.st_dev),
      file: Int(information.st_ino),
      size: Int(information.st_size),
      time: Int(information.modificationTime.tv_sec),
      nanoseconds: Int(information.modificationTime.tv_nsec)
    )
    if identity == seen { return false }
    seen = identity
    modified = Double(identity.time)
    if !continues(file) {
      (table, offset, tail) = (LogTable(), 0, [])
    }
    read(file)
    revision += 1
    return true
  }

  private mutating func forget() -> Bool {
    guard seen != nil else { return false }
    (seen, table, offset, tail, modified) = (nil, LogTable(), 0, [], 0)
    revision += 1
    return true
  }

  /// Whether the file begins with what was read.
  private func continues(_ file: Int32) -> Bool {
    guard offset > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: tail.count)
    return pread(file, &bytes, bytes.count, off_t(offset - tail.count)) == bytes.count
      && bytes == tail
  }

  /// Reads from the offset to the end.
  private mutating func read(_ file: Int32) {
    var buffer = [UInt8](repeating: 0, count: Self.blockSize)
    var place = offset
    while true {
      let count = pread(file, &buffer, buffer.count, off_t(place))
      guard count > 0 else { return }
      var used = 0
      buffer.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress.map({ UnsafeRawPointer($0) }) else { return }
        var line = 0
        while line < count {
          let rest = start + line
          guard let end = memchr(rest, 0x0A, count - line) else { break }
          let length = rest.distance(to: UnsafeRawPointer(end))
          let content = UnsafeBufferPointer(rebasing: bytes[line..<(line + length)])
          // The last entry has no comma until there is another, so what is kept ends with its brace.
          if length <= Self.longestLine {
            table.add(content)
            if let brace = content.lastIndex(of: 0x7D) { used = line + brace + 1 }
          }
          line += length + 1
        }
        if line == 0 { used = count }
        if used > 0 {
          offset = place + used
          tail = Array(bytes[max(0, used - Self.tailSize)..<used])
        }
      }
      // Without an entry in so many bytes there is nothing to wait for.
      if used == 0 { return }
      place = offset
    }
  }
}

extension stat {
  #if canImport(Darwin)
  fileprivate var modificationTime: timespec { st_mtimespec }
  #else
  fileprivate var modificationTime: timespec { st_mtim }
  #endif
}
