import CArchive
import Preconditions

/// Owns libarchive's handle for reading.
struct ReadHandle: ~Copyable {
  let pointer: OpaquePointer

  init() {
    guard let pointer = archive_read_new() else {
      fatalError("archive_read_new: no memory")
    }
    self.pointer = pointer
  }

  deinit { archive_read_free(pointer) }

  /// Turns on the formats and filters of `layout`, and no others.
  func support(_ layout: ArchiveReader.Layout) {
    switch layout {
    case .zip: check(archive_read_support_format_zip_seekable(pointer))
    case .tar:
      check(archive_read_support_filter_gzip(pointer))
      check(archive_read_support_format_tar(pointer))
    case .stream:
      check(archive_read_support_filter_gzip(pointer))
      check(archive_read_support_format_empty(pointer))
      check(archive_read_support_format_raw(pointer))
    case .plain:
      check(archive_read_support_format_empty(pointer))
      check(archive_read_support_format_raw(pointer))
    }
  }

  /// What libarchive says is wrong with the file at `path`.
  func problem(_ path: String, expected: String) -> FileProblem {
    let message = archive_error_string(pointer).map { String(cString: $0) } ?? "damaged"
    return FileProblem(path, found: "cannot be read (\(message))", expected: expected)
  }

  private func check(_ status: Int32) {
    // A warning says that an external program would do the work: a libarchive built without zlib.
    require(status == ARCHIVE_OK, "libarchive lacks a format: \(status)")
  }
}
