/// The framing of records in event files: each one's length and bytes, both with their checks.
///
/// | bytes | what |
/// |---|---|
/// | 8 | the length n, little-endian |
/// | 4 | the masked CRC-32C of these 8 bytes |
/// | n | the record |
/// | 4 | the masked CRC-32C of the record |
///
/// Source: TensorFlow's `TFRecord`.
package enum RecordFraming {
  /// The most bytes of a record that are read: more than any preview has.
  static let longest = 1 << 28
  /// The bytes before a record.
  static let headLength = 12

  /// A record in its frame.
  package static func framed(_ record: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(record.count))
    return length + littleEndian(CRC32C.masked(length)) + record
      + littleEndian(CRC32C.masked(record))
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
  }
}

/// Reads the records of an event file, one after another, as far as they are whole.
///
/// A process that is killed, or a disk that is full, can leave the beginning of a record at the end of a file.
package struct RecordReader: ~Copyable {
  private let file: InputFile
  private var left: Int
  /// Whether bytes remain that are no whole record.
  package private(set) var isDamaged = false

  /// Opens the file at `path`.
  ///
  /// - Throws: `FileProblem` if it cannot be read.
  package init(_ path: String) throws(FileProblem) {
    file = try InputFile(path)
    left = file.byteCount
  }

  /// The next record, or `nil` at the end or where the rest is no whole record.
  ///
  /// - Throws: `FileProblem` if the file cannot be read.
  package mutating func next() throws(FileProblem) -> [UInt8]? {
    guard !isDamaged, left > 0 else { return nil }
    // Until the opposite is shown.
    isDamaged = true
    guard let head = try read(RecordFraming.headLength) else { return nil }
    let (length, check): (UInt64, UInt32) = (number(head[..<8]), number(head[8...]))
    // What the length claims must be there before memory is taken for it.
    guard check == CRC32C.masked(head[..<8]), length <= RecordFraming.longest,
      let bytes = try read(Int(length)), let tail = try read(4),
      number(tail[...]) == CRC32C.masked(bytes)
    else { return nil }
    isDamaged = false
    return bytes
  }

  private mutating func read(_ count: Int) throws(FileProblem) -> [UInt8]? {
    guard count <= left else { return nil }
    let bytes = try file.read(upTo: count)
    left -= bytes.count
    return bytes.count == count ? bytes : nil
  }

  private func number<Number: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> Number {
    bytes.reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}
