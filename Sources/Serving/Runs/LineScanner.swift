internal import Foundation

/// Reads keys and numbers of a flat JSON object from the bytes of a line.
struct LineScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  /// A scanner at the start of a line, whose memory must outlive it.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next byte.
  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Skips bytes of the given kinds.
  mutating func skip(_ kinds: [UInt8]) {
    while index < bytes.count, kinds.contains(bytes[index]) { index += 1 }
  }

  /// Takes a byte if it is next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Takes a text in quotes; escapes stay as they are.
  mutating func key() -> UnsafeBufferPointer<UInt8>? {
    guard take(0x22) else { return nil }
    let start = index
    while index < bytes.count, bytes[index] != 0x22 { index += bytes[index] == 0x5C ? 2 : 1 }
    guard index < bytes.count else { return nil }
    index += 1
    return UnsafeBufferPointer(rebasing: bytes[start..<(index - 1)])
  }

  /// Takes a number, or `null`, which is NaN.
  mutating func number() -> Double? {
    if peek == 0x6E {
      guard index + 4 <= bytes.count else { return nil }
      index += 4
      return .nan
    }
    let start = index
    let isNegative = take(0x2D)
    var (digits, mantissa, exponent) = (0, UInt64(0), 0)
    while let byte = peek, byte >= 0x30, byte <= 0x39 {
      if digits < 18 { mantissa = mantissa * 10 + UInt64(byte - 0x30) } else { exponent += 1 }
      digits += mantissa == 0 ? 0 : 1
      index += 1
    }
    if take(0x2E) {
      while let byte = peek, byte >= 0x30, byte <= 0x39 {
        if digits < 18 {
          mantissa = mantissa * 10 + UInt64(byte - 0x30)
          exponent -= 1
          digits += mantissa == 0 ? 0 : 1
        }
        index += 1
      }
    }
    guard index > start + (isNegative ? 1 : 0) else { return nil }
    if take(0x65) || take(0x45) {
      let negative = take(0x2D)
      if !negative { _ = take(0x2B) }
      var power = 0
      while let byte = peek, byte >= 0x30, byte <= 0x39 {
        power = min(power * 10 + Int(byte - 0x30), 9999)
        index += 1
      }
      exponent += negative ? -power : power
    }
    // Curves need seven digits, which one rounding of a product of this kind leaves.
    let magnitude = Double(mantissa)
    let value =
      switch exponent {
      case 0: magnitude
      case -22..<0: magnitude / Self.powers[-exponent]
      case 1...22: magnitude * Self.powers[exponent]
      default: magnitude * pow(10, Double(exponent))
      }
    return isNegative ? -value : value
  }

  private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }

  /// The text of a key with escapes.
  static func text(ofKey key: UnsafeBufferPointer<UInt8>) -> String {
    let quoted = [0x22] + Array(key) + [0x22]
    let decoded = try? JSONDecoder().decode(String.self, from: Data(quoted))
    return decoded ?? String(decoding: key, as: UTF8.self)
  }
}
