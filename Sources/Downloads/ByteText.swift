internal import Terminal

/// Numbers of bytes as text for people.
package enum ByteText {
  /// In units of a thousand: "512 bytes", "29.5 kB", "170.1 MB".
  package static func text(_ count: Double) -> String {
    if count < 1000 { return "\(Int(max(count, 0))) bytes" }
    var value = count / 1000
    var units = ["kB", "MB", "GB", "TB"][...]
    // A number that would be rounded to a thousand is one of the next unit.
    while value >= 999.95, units.count > 1 {
      value /= 1000
      units = units.dropFirst()
    }
    return NumberText.fixed(value, decimals: 1) + " " + (units.first ?? "kB")
  }
}
