#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Numbers as people read them, in C's formats and whatever the locale.
package enum NumberText {
  /// So many significant digits, as C's `%g` has them: "1.2292", "1e-05".
  package static func general(_ value: Double, digits: Int = 6) -> String {
    text("%.*g", digits, value)
  }

  /// So many digits after the point, as C's `%f` has them: "19.00"; what is rounded to 0 has no sign.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    let text = text("%.*f", decimals, value)
    return text.allSatisfy { "-0.".contains($0) } ? String(text.drop { $0 == "-" }) : text
  }

  /// A share in 0...1 as a percentage: "19.00%".
  package static func percentage(_ share: Double) -> String {
    fixed(share * 100, decimals: 2) + "%"
  }

  /// Seconds as days and hours: "1 day, 3:26:26"; whole seconds, rounded down.
  package static func duration(_ seconds: Double) -> String {
    guard let whole = Int(exactly: max(seconds, 0).rounded(.down)) else { return "unknown" }
    let (days, rest) = whole.quotientAndRemainder(dividingBy: 86_400)
    let clock = [rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let time = "\(rest / 3600):\(clock[0]):\(clock[1])"
    return switch days {
    case 0: time
    case 1: "1 day, \(time)"
    default: "\(days) days, \(time)"
    }
  }

  /// A number of bytes in units of a thousand: "512 bytes", "29.5 kB", "170.1 MB".
  package static func bytes(_ count: Double) -> String {
    if count < 1000 { return "\(Int(max(count, 0))) bytes" }
    var value = count / 1000
    var units = ["kB", "MB", "GB", "TB"][...]
    // What would be rounded to a thousand is one of the next unit.
    while value >= 999.95, units.count > 1 {
      value /= 1000
      units = units.dropFirst()
    }
    return fixed(value, decimals: 1) + " " + (units.first ?? "kB")
  }

  private static func text(_ format: String, _ precision: Int, _ value: Double) -> String {
    // Room for the largest double with its 309 digits before the point.
    var buffer = [CChar](repeating: 0, count: 400)
    let count = withVaList([Int32(precision), value]) {
      vsnprintf(&buffer, buffer.count, format, $0)
    }
    let length = min(max(Int(count), 0), buffer.count - 1)
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension String {
  /// The text with spaces after it, up to `width` characters.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(width - count, 0))
  }

  /// As much of the text as fits into so many columns of a terminal.
  package func cut(to columns: Int) -> String {
    var left = columns
    return String(
      prefix(while: { character in
        left -= character.columns
        return left >= 0
      })
    )
  }

  /// The text with spaces before it, up to `width` characters.
  package func rightAligned(in width: Int) -> String {
    String(repeating: " ", count: Swift.max(width - count, 0)) + self
  }
}

extension Character {
  /// The columns of a terminal that it takes: two for the scripts of East Asia and for emoji.
  fileprivate var columns: Int {
    guard let scalar = unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
    if scalar.properties.isEmojiPresentation { return 2 }
    return switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3,
      0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f9ff,
      0x20000...0x3fffd:
      2
    default: 1
    }
  }
}
