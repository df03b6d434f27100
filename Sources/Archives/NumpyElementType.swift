/// The element types that Forger reads and writes, all little-endian.
enum NumpyElementType: String, CaseIterable {
  case float32 = "<f4"
  case float64 = "<f8"
  case int32 = "<i4"
  case int64 = "<i8"
  case uint64 = "<u8"
  case uint8 = "|u1"

  /// The bytes of one element.
  var byteCount: Int {
    switch self {
    case .float32, .int32: 4
    case .float64, .int64, .uint64: 8
    case .uint8: 1
    }
  }

  /// The type of an array's elements.
  init(_ elements: NumpyArray.Elements) {
    switch elements {
    case .float32: self = .float32
    case .float64: self = .float64
    case .int32: self = .int32
    case .int64: self = .int64
    case .uint64: self = .uint64
    case .uint8: self = .uint8
    }
  }

  /// The type's name for messages, with the reason if `description` is a known unsupported type.
  static func refusal(of description: String) -> String {
    if description.hasPrefix(">") { return "big-endian elements ('\(description)')" }
    if description.hasPrefix("|O") { return "Python objects ('\(description)')" }
    return "elements of type '\(description)'"
  }
}
