/// A whole number with its digits in groups of three: "60,000".
package func grouped(_ number: Int) -> String {
  var digits = Array(String(abs(number)))
  for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
  return (number < 0 ? "-" : "") + String(digits)
}

/// A number with fixed decimals.
package func fixed(_ number: Double, digits: Int) -> String {
  let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
  let whole = Int((abs(number) * scale).rounded())
  let text = String(whole)
  let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
  let sign = number < 0 && whole != 0 ? "-" : ""
  return sign + (digits == 0 ? padded : "\(padded.dropLast(digits)).\(padded.suffix(digits))")
}

/// A number without superfluous decimals: "10", "0.5".
package func plain(_ number: Float) -> String {
  Int(exactly: number).map { "\($0)" } ?? "\(number)"
}

/// Seconds as hours, minutes and seconds: "1:02:03", "2:03".
package func clockTime(_ seconds: Double) -> String {
  let total = Int(seconds.rounded())
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let (hours, minutes) = (total / 3600, total / 60 % 60)
  return hours > 0
    ? "\(hours):\(two(minutes)):\(two(total % 60))" : "\(minutes):\(two(total % 60))"
}

/// A number padded to eight digits, as in the names of images: "00001000".
package func numbered(_ number: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
}

/// A path quoted for the shell if it holds more than plain characters.
package func quoted(_ path: String) -> String {
  let isPlain = path.allSatisfy {
    $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+,".contains($0))
  }
  return isPlain && !path.isEmpty
    ? path
    : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
}
