/// The bytes of a file in order, expanded where it is compressed by gzip (as its content says, not
/// its name).
///
/// Length and structure of compressed data are checked; gzip's checksum is not.
public struct ByteStream: ~Copyable {
  private var reader: ArchiveReader
  private let isEmpty: Bool

  /// Opens the file at `path`.
  ///
  /// - Throws: `FileProblem` where it cannot be read.
  public init(_ path: String, limits: ReadLimits = .data) throws(FileProblem) {
    var reader = try ArchiveReader(
      path,
      layout: .stream,
      expected: "a file, plain or compressed by gzip",
      limits: limits
    )
    isEmpty = try reader.nextEntry() == nil
    self.reader = reader
  }

  /// Up to `count` more bytes; fewer only at the end.
  ///
  /// - Throws: `FileProblem` where the file is damaged or expands beyond the limits.
  public mutating func read(upTo count: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    if !isEmpty { try reader.append(upTo: count, to: &bytes) }
    return bytes
  }
}
