/// Files in the safetensors format: named arrays with a JSON header, in which nothing can be hidden that is run.
///
/// A file is the header's length in 8 bytes, the header, and the elements of all arrays one after the other.
///
/// Source: Hugging Face, "Safetensors", section "Format".
public enum Safetensors {
  /// What a file holds.
  public struct Content: Equatable, Sendable {
    /// The arrays, in the order of their elements.
    public var arrays: NamedArrays
    /// Texts by name, such as the recipe.
    public var metadata: [String: String]

    /// Arrays and texts.
    public init(_ arrays: NamedArrays, metadata: [String: String] = [:]) {
      (self.arrays, self.metadata) = (arrays, metadata)
    }
  }

  /// The usual end of a file's name.
  public static let fileExtension = "safetensors"

  /// The width of the length before the header.
  static let lengthBytes = 8

  /// The longest header that is read.
  ///
  /// The format allows 100 MB; a network's takes some kilobytes.
  static let longestHeader = 8 << 20

  /// Reads the file at `path`.
  ///
  /// Numbers of 16 bits are read as float32, which has all of their values.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limits: The most bytes and arrays that it may hold.
  /// - Returns: Its arrays and texts.
  /// - Throws: `FileProblem` if it is not such a file, is damaged, holds elements of a type that `NumpyArray` does
  ///   not have, or exceeds `limits`.
  public static func read(
    _ path: String,
    limits: ReadLimits = .checkpoints
  ) throws(FileProblem) -> Content {
    let file = try InputFile(path)
    guard file.byteCount <= limits.totalBytes else {
      throw FileProblem(
        path,
        found: "holds \(file.byteCount) bytes",
        expected: "at most \(limits.totalBytes) bytes"
      )
    }
    let length = try file.read(upTo: lengthBytes).reversed().reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    guard file.byteCount >= lengthBytes, length <= file.byteCount - lengthBytes else {
      throw FileProblem(
        path,
        found: "claims a header of \(length) bytes and holds \(file.byteCount)",
        expected: "a safetensors file"
      )
    }
    guard length <= longestHeader else {
      throw FileProblem(
        path,
        found: "claims a header of \(length) bytes",
        expected: "at most \(longestHeader)"
      )
    }
    let header = try SafetensorsHeader(
      decoding: file.read(upTo: Int(length)),
      path: path,
      elementBytes: file.byteCount - lengthBytes - Int(length),
      limits: limits
    )
    var arrays = NamedArrays()
    for entry in header.entries {
      arrays[entry.name] = NumpyArray(
        shape: entry.shape,
        elements: entry.type.elements(of: try file.read(upTo: entry.range.count))
      )
    }
    return Content(arrays, metadata: header.metadata)
  }

  /// Writes arrays and texts to `path`, completely or not at all; the same give the same bytes.
  ///
  /// - Parameters:
  ///   - content: The arrays, whose order is kept, and the texts.
  ///   - path: The file.
  /// - Throws: `FileProblem` if the file cannot be written.
  /// - Precondition: No array is named `__metadata__`.
  public static func write(_ content: Content, to path: String) throws(FileProblem) {
    let file = try AtomicFile(path)
    let header = SafetensorsHeader(describing: content).encoded
    try file.write(UInt64(header.count).littleEndianBytes + header)
    for name in content.arrays.names {
      guard let array = content.arrays[name] else { continue }
      try file.write(array.withElementBytes(Array.init))
    }
    try file.commit()
  }
}

extension UInt64 {
  /// The bytes from least to most significant.
  fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian, Array.init) }
}
