import CArchive

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file read through libarchive, entry by entry, within limits.
struct ArchiveReader: ~Copyable {
  /// The kind of file.
  enum Layout {
    /// A zip archive, read through its central directory.
    case zip
    /// A tar archive, plain or compressed with gzip.
    case tar
    /// One stream of bytes, plain or compressed with gzip.
    case stream
    /// The file's bytes as they are.
    case plain
  }

  /// An entry's name, and whether it is a file rather than a folder, link or device.
  struct Entry {
    let name: String
    let isFile: Bool
  }

  let path: String
  private let file: InputFile
  private let handle: ReadHandle
  private let expected: String
  private let limits: ReadLimits
  private let allowedBytes: Int
  private var expandedBytes = 0
  private var entryCount = 0
  private var hasUnreadData = false
  /// The longest name that an entry may have, in bytes.
  private static let longestName = 4096
  private var scratch = [UInt8](repeating: 0, count: 1 << 16)

  /// Opens the file at `path`; `expected` says in messages what it should be: "a zip archive".
  init(
    _ path: String,
    layout: Layout,
    expected: String,
    limits: ReadLimits
  ) throws(FileProblem) {
    let file = try InputFile(path)
    let handle = ReadHandle()
    handle.support(layout)
    guard archive_read_open_fd(handle.pointer, file.descriptor, 1 << 16) == ARCHIVE_OK else {
      throw handle.problem(path, expected: expected)
    }
    self.path = path
    self.expected = expected
    self.limits = limits
    self.allowedBytes = limits.allowedBytes(for: file.byteCount)
    self.file = file
    self.handle = handle
  }

  /// The next entry, or `nil` after the last.
  mutating func nextEntry() throws(FileProblem) -> Entry? {
    try passOver()
    var entry: OpaquePointer?
    let status = archive_read_next_header(handle.pointer, &entry)
    if status == ARCHIVE_EOF { return nil }
    // Warnings concern attributes or character sets; a name is enough.
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
      throw handle.problem(path, expected: expected)
    }
    entryCount += 1
    guard entryCount <= limits.entries else {
      throw FileProblem(
        path,
        found: "holds more than \(limits.entries) entries",
        expected: "at most \(limits.entries)"
      )
    }
    guard let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else {
      throw FileProblem(
        path,
        found: "holds an entry whose name is not text",
        expected: expected
      )
    }
    guard strnlen(name, Self.longestName + 1) <= Self.longestName else {
      throw FileProblem(
        path,
        found: "holds an entry whose name is longer than \(Self.longestName) bytes",
        expected: "shorter names"
      )
    }
    hasUnreadData = true
    let isLink = archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil
    let regularFile: UInt32 = 0o100000
    return Entry(
      name: String(cString: name),
      isFile: !isLink && UInt32(archive_entry_filetype(entry)) == regularFile
    )
  }

  /// The path of the next file inside the archive, skipping folders, links and devices; `nil` after the last.
  mutating func nextFile() throws(FileProblem) -> String? {
    while let entry = try nextEntry() {
      let climbs = entry.name.split(separator: "/").contains("..")
      guard !entry.name.hasPrefix("/"), !climbs else {
        throw FileProblem(
          path,
          found: "holds the path '\(entry.name)', which leads out of the archive",
          expected: "paths inside the archive"
        )
      }
      if entry.isFile { return entry.name }
    }
    return nil
  }

  /// Skips the rest of the entry within the limits: libarchive expands compressed data to skip it, whatever
  /// its length.
  private mutating func passOver() throws(FileProblem) {
    guard hasUnreadData, archive_filter_code(handle.pointer, 0) != ARCHIVE_FILTER_NONE else {
      return
    }
    while try receive(upTo: scratch.count) > 0 {}
  }

  /// Refuses a claim beyond the limits before anything is expanded.
  func check(claimedBytes: Int) throws(FileProblem) {
    guard claimedBytes <= allowedBytes else {
      throw FileProblem(
        path,
        found: "claims to expand from \(file.byteCount) bytes into \(claimedBytes)",
        expected: "at most \(allowedBytes) bytes"
      )
    }
  }

  /// Reads more bytes of the entry, until the buffer is full or the entry ends; returns their number.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let received = try count(
        archive_read_data(handle.pointer, rest.baseAddress, min(rest.count, 1 << 24))
      )
      if received == 0 { break }
      filled += received
    }
    return filled
  }

  /// Appends up to `count` more bytes of the entry to `bytes`; fewer only at the end of the entry.
  ///
  /// Memory grows with the bytes that exist, whatever `count` is.
  mutating func append(upTo count: Int, to bytes: inout [UInt8]) throws(FileProblem) {
    var missing = count
    while missing > 0 {
      let received = try receive(upTo: missing)
      if received == 0 { return }
      bytes.append(contentsOf: scratch[..<received])
      missing -= received
    }
  }

  /// Reads up to `count` more bytes of the entry into `scratch`; none at the end of the entry.
  private mutating func receive(upTo count: Int) throws(FileProblem) -> Int {
    let pointer = handle.pointer
    let received = scratch.withUnsafeMutableBytes { buffer in
      archive_read_data(pointer, buffer.baseAddress, min(count, buffer.count))
    }
    return try self.count(received)
  }

  /// Accounts for the bytes that libarchive has read.
  private mutating func count(_ received: Int) throws(FileProblem) -> Int {
    guard received >= 0 else { throw handle.problem(path, expected: expected) }
    if received == 0 { hasUnreadData = false }
    expandedBytes += received
    guard expandedBytes <= allowedBytes else {
      throw FileProblem(
        path,
        found: "expands from \(file.byteCount) bytes into more than \(allowedBytes)",
        expected: "at most \(allowedBytes) bytes"
      )
    }
    return received
  }
}
