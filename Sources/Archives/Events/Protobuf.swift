/// A message in protocol buffers' encoding, as it is put together.
///
/// Source: protobuf.dev, "Encoding".
struct ProtobufMessage {
  /// The encoded fields so far.
  private(set) var bytes: [UInt8] = []

  /// Adds a whole number that is not negative, a truth value or a case.
  mutating func add(_ field: Int, _ value: Int) {
    key(field, 0)
    variable(UInt64(bitPattern: Int64(value)))
  }

  /// Adds a number of double precision.
  mutating func add(_ field: Int, _ value: Double) {
    key(field, 1)
    fixed(value.bitPattern)
  }

  /// Adds a number of single precision.
  mutating func add(_ field: Int, _ value: Float) {
    key(field, 5)
    fixed(value.bitPattern)
  }

  /// Adds bytes.
  mutating func add(_ field: Int, _ value: [UInt8]) {
    key(field, 2)
    variable(UInt64(value.count))
    bytes += value
  }

  /// Adds a text.
  mutating func add(_ field: Int, _ value: String) { add(field, Array(value.utf8)) }

  /// Adds a message that `build` puts together.
  mutating func add(_ field: Int, _ build: (inout ProtobufMessage) -> Void) {
    var message = ProtobufMessage()
    build(&message)
    add(field, message.bytes)
  }

  private mutating func key(_ field: Int, _ type: Int) { variable(UInt64(field << 3 | type)) }

  private mutating func variable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F | 0x80))
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func fixed(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}

/// Reads the fields of an encoded message, one after another, as far as they make sense.
struct ProtobufFields: Sequence, IteratorProtocol {
  /// A field's value, as far as its encoding says what it is.
  enum Value {
    case variable(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(ArraySlice<UInt8>)
  }

  private var rest: ArraySlice<UInt8>

  /// The fields of a message.
  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next field's number and value, or `nil` at the end or where there is no field.
  mutating func next() -> (field: Int, value: Value)? {
    guard let key = variable(), key >> 3 <= 1 << 29 else { return nil }
    let field = Int(key >> 3)
    switch key & 7 {
    case 0: return variable().map { (field, .variable($0)) }
    case 1: return fixed(8).map { (field, .fixed64($0)) }
    case 5: return fixed(4).map { (field, .fixed32(UInt32(truncatingIfNeeded: $0))) }
    case 2:
      guard let length = variable(), length <= UInt64(rest.count) else { return nil }
      let bytes = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      return (field, .bytes(bytes))
    default: return nil
    }
  }

  private mutating func variable() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  private mutating func fixed(_ count: Int) -> UInt64? {
    guard rest.count >= count else { return nil }
    let bytes = rest.prefix(count)
    rest = rest.dropFirst(count)
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
