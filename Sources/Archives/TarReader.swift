/// The files inside a tar archive, plain or compressed by gzip, read one after the other.
///
/// Nothing is ever written to the disk. An archive with an absolute path or `..` in it is refused;
/// folders, links and devices in it are passed over.
public struct TarReader: ~Copyable {
  private var reader: ArchiveReader

  /// Opens the archive at `path`.
  ///
  /// - Throws: `FileProblem` where it cannot be read.
  public init(_ path: String, limits: ReadLimits = .data) throws(FileProblem) {
    reader = try ArchiveReader(
      path,
      layout: .tar,
      expected: "a tar archive, plain or compressed by gzip",
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
