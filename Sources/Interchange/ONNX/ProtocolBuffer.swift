/// A message in Protocol Buffers' wire format, written field by field.
///
/// Source: Google, "Protocol Buffers: Encoding".
struct ProtocolBuffer {
  /// The bytes so far.
  private(set) var bytes: [UInt8] = []

  /// A message with the fields that `body` writes.
  init(_ body: (inout ProtocolBuffer) -> Void = { _ in }) { body(&self) }

  /// Writes an integer.
  mutating func write(_ field: Int, _ value: Int) {
    writeKey(field, wireType: 0)
    writeVariable(UInt64(bitPattern: Int64(value)))
  }

  /// Writes a number of 32 bits.
  mutating func write(_ field: Int, _ value: Float) {
    writeKey(field, wireType: 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Writes a text.
  mutating func write(_ field: Int, _ text: String) { write(field, Array(text.utf8)) }

  /// Writes a message inside this one.
  mutating func write(_ field: Int, _ message: ProtocolBuffer) { write(field, message.bytes) }

  /// Writes bytes.
  mutating func write(_ field: Int, _ content: [UInt8]) {
    writeKey(field, wireType: 2)
    writeVariable(UInt64(content.count))
    bytes += content
  }

  private mutating func writeKey(_ field: Int, wireType: Int) {
    writeVariable(UInt64(field << 3 | wireType))
  }

  /// Seven bits a byte, the lowest first; all bytes but the last have the highest bit set.
  private mutating func writeVariable(_ value: UInt64) {
    var rest = value
    while rest > 0x7f {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
