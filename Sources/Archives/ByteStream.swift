/// The bytes of a file in order, decompressed if the content, not the name, shows a gzip file.
///
/// Length and structure of compressed data are checked; gzip's checksum is not.
public struct ByteStream: ~Copyable {
  private var reader: ArchiveReader
  private let isEmpty: Bool

  /// Opens the file at `path`.
  ///
  /// - Throws: `FileProblem` if it cannot be read.
  public init(_ path: String, limits: ReadLimits = .data) throws(FileProblem) {
    var reader = try ArchiveReader(
      path,
      layout: .stream,
      expected: "a file, plain or compressed with gzip",
      limits: limits
    )
    isEmpty = try reader.nextEntry() == nil
    self.reader = reader
  }

  /// Reads up to `count` more bytes; fewer only at the end.
  ///
  /// - Throws: `FileProblem` if the file is damaged or expands beyond the limits.
  public mutating func read(upTo count: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    if !isEmpty { try reader.append(upTo: count, to: &bytes) }
    return bytes
  }
}
