/// The files inside a zip archive, or a tar archive, plain or compressed by gzip, read one after the
/// other.
///
/// Nothing is written to the disk. An archive with an absolute path or `..` in it is refused; folders,
/// links and devices in it are passed over.
public struct PackedFiles: ~Copyable {
  /// The formats that can be read.
  public enum Format: Sendable {
    /// A tar archive, plain or compressed by gzip.
    case tar
    /// A zip archive.
    case zip

    /// The format that a file, expanded if it is compressed by gzip, starts like, or `nil` for any other;
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
  /// - Throws: `FileProblem` where it cannot be read.
  public init(
    _ path: String,
    format: Format,
    limits: ReadLimits = .images
  ) throws(FileProblem) {
    reader = try ArchiveReader(
      path,
      layout: format == .zip ? .zip : .tar,
      expected: format == .zip ? "a zip archive" : "a tar archive, plain or compressed by gzip",
      limits: limits
    )
  }

  /// The path, inside the archive, of the next file; `nil` after the last.
  ///
  /// - Throws: `FileProblem` where the archive is damaged or names a path outside of itself.
  public mutating func nextFile() throws(FileProblem) -> String? {
    try reader.nextFile()
  }

  /// Up to `count` more bytes of the current file; fewer only at its end.
  ///
  /// - Throws: `FileProblem` where the archive is damaged or expands beyond the limits.
  public mutating func read(upTo count: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    try reader.append(upTo: count, to: &bytes)
    return bytes
  }
}
