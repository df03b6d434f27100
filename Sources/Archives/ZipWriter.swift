import CArchive

/// Writes arrays into a zip archive through libarchive.
struct ZipWriter: ~Copyable {
  private let path: String
  private let handle: WriteHandle

  /// Starts an archive in `file`, which must outlive the writer.
  init(_ file: borrowing AtomicFile, compression: NPZ.Compression) throws(FileProblem) {
    path = file.path
    handle = WriteHandle()
    try check(archive_write_set_format_zip(handle.pointer))
    switch compression {
    case .stored: try check(archive_write_zip_set_compression_store(handle.pointer))
    case .deflated: try check(archive_write_zip_set_compression_deflate(handle.pointer))
    }
    try check(archive_write_set_bytes_in_last_block(handle.pointer, 1))
    try check(archive_write_open_fd(handle.pointer, file.descriptor))
  }

  /// Adds an array as an entry.
  ///
  /// No time is stored, so that equal arrays give equal bytes.
  borrowing func add(_ array: NumpyArray, named name: String) throws(FileProblem) {
    guard let entry = archive_entry_new() else {
      fatalError("archive_entry_new: no memory")
    }
    defer { archive_entry_free(entry) }
    let header = array.header.encoded
    let elementBytes = array.withElementBytes(\.count)
    archive_entry_set_pathname(entry, name)
    archive_entry_set_filetype(entry, 0o100000)
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_size(entry, Int64(header.count + elementBytes))
    try check(archive_write_header(handle.pointer, entry))
    var status = header.withUnsafeBytes { handle.write($0) }
    try check(status)
    status = array.withElementBytes { handle.write($0) }
    try check(status)
    try check(archive_write_finish_entry(handle.pointer))
  }

  /// Writes the central directory.
  borrowing func finish() throws(FileProblem) {
    try check(archive_write_close(handle.pointer))
  }

  private borrowing func check(_ status: Int32) throws(FileProblem) {
    guard status != ARCHIVE_OK else { return }
    throw AtomicFile.problem(path, "cannot be written", archive_errno(handle.pointer))
  }
}

/// Owns libarchive's handle for writing.
private struct WriteHandle: ~Copyable {
  let pointer: OpaquePointer

  init() {
    guard let pointer = archive_write_new() else {
      fatalError("archive_write_new: no memory")
    }
    self.pointer = pointer
  }

  deinit { archive_write_free(pointer) }

  /// Writes all of `bytes`; libarchive's status.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      // libarchive takes at most 2 GiB a call.
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let written = archive_write_data(pointer, piece.baseAddress, piece.count)
      guard written > 0 else { return ARCHIVE_FATAL }
      rest = rest.dropFirst(written)
    }
    return ARCHIVE_OK
  }
}
