/// A whole number with its digits in groups of three: "60,000".
package func grouped(_ number: Int) -> String {
  var digits = Array(String(abs(number)))
  for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
  return (number < 0 ? "-" : "") + String(digits)
}

/// A number without a fraction that says nothing: "10", "0.5".
package func plain(_ number: Float) -> String {
  Int(exactly: number).map { "\($0)" } ?? "\(number)"
}

/// A number of eight digits, as in the names of pictures: "00001000".
package func numbered(_ number: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
}

/// A path as a shell takes it: in quotes where it holds more than plain characters.
package func quoted(_ path: String) -> String {
  let isPlain = path.allSatisfy {
    $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+,".contains($0))
  }
  return isPlain && !path.isEmpty
    ? path
    : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
}
