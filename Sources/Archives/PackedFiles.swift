/// The files inside a zip or tar archive, the latter plain or compressed with gzip, read one after the other.
///
/// Nothing is written to disk. An archive with an absolute path or `..` in it is refused; folders, links and
/// devices are skipped.
public struct PackedFiles: ~Copyable {
  /// The supported formats.
  public enum Format: Sendable {
    /// A tar archive, plain or compressed with gzip.
    case tar
    /// A zip archive.
    case zip

    /// The format of a file by its first bytes, decompressed if it is a gzip file, or `nil` for any other;
    /// 512 bytes suffice.
    public init?(start bytes: [UInt8]) {
      let isZip = [[3, 4], [5, 6]].contains { bytes.starts(with: [0x50, 0x4b] + $0) }
      if isZip {
        self = .zip
      } else if bytes.dropFirst(257).starts(with: "ustar".utf8) {
        self = .tar
      } else {
        return nil
      }
    }
  }

  private var reader: ArchiveReader

  /// Opens the archive at `path`.
  ///
  /// - Throws: `FileProblem` if it cannot be read.
  public init(
    _ path: String,
    format: Format,
    limits: ReadLimits = .images
  ) throws(FileProblem) {
    reader = try ArchiveReader(
      path,
      layout: format == .zip ? .zip : .tar,
      expected: format == .zip ? "a zip archive" : "a tar archive, plain or compressed with gzip",
      limits: limits
    )
  }

  /// The path, inside the archive, of the next file; `nil` after the last.
  ///
  /// - Throws: `FileProblem` if the archive is damaged or names a path outside itself.
  public mutating func nextFile() throws(FileProblem) -> String? {
    try reader.nextFile()
  }

  /// Reads up to `count` more bytes of the current file; fewer only at its end.
  ///
  /// - Throws: `FileProblem` if the archive is damaged or expands beyond the limits.
  public mutating func read(upTo count: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    try reader.append(upTo: count, to: &bytes)
    return bytes
  }
}
