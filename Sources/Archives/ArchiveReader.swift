import CArchive

/// A file read through libarchive, entry by entry, within limits.
struct ArchiveReader: ~Copyable {
  /// What the file is.
  enum Layout {
    /// A zip archive, read by its central directory.
    case zip
    /// A tar archive, plain or compressed by gzip.
    case tar
    /// One stream of bytes, plain or compressed by gzip.
    case stream
    /// The file's bytes as they are.
    case plain
  }

  /// An entry's name and whether it is a file, not a folder, link or device.
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
  private var scratch = [UInt8](repeating: 0, count: 1 << 16)

  /// Opens the file at `path`; `expected` names in messages what it should be: "a zip archive".
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
    var entry: OpaquePointer?
    let status = archive_read_next_header(handle.pointer, &entry)
    if status == ARCHIVE_EOF { return nil }
    // A warning is about attributes or a character set; a name that is there suffices.
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
    let isLink = archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil
    let regularFile: UInt32 = 0o100000
    return Entry(
      name: String(cString: name),
      isFile: !isLink && UInt32(archive_entry_filetype(entry)) == regularFile
    )
  }

  /// Up to `count` more bytes of the entry appended to `bytes`; fewer only at the entry's end.
  ///
  /// Memory grows with the bytes that are really there, whatever `count` says.
  mutating func append(upTo count: Int, to bytes: inout [UInt8]) throws(FileProblem) {
    var missing = count
    while missing > 0 {
      let pointer = handle.pointer
      let received = scratch.withUnsafeMutableBytes { buffer in
        archive_read_data(pointer, buffer.baseAddress, min(missing, buffer.count))
      }
      guard received >= 0 else { throw handle.problem(path, expected: expected) }
      if received == 0 { return }
      expandedBytes += received
      guard expandedBytes <= allowedBytes else {
        throw FileProblem(
          path,
          found: "expands from \(file.byteCount) bytes into more than \(allowedBytes)",
          expected: "at most \(allowedBytes) bytes"
        )
      }
      bytes.append(contentsOf: scratch[..<received])
      missing -= received
    }
  }
}
