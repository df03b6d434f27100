/// A text on one line that shows what it holds and changes nothing else on a terminal.
///
/// Names of files, and texts in files, may come from anybody. Control characters, line breaks, marks that
/// turn the direction of writing round and characters that nobody sees are escaped as in Swift: `\u{1B}`. The
/// joiners stay, which some scripts and emoji are written with.
package func printable(_ text: String) -> String {
  if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
  return text.unicodeScalars.reduce(into: "") { result, scalar in
    guard scalar.deceivesReaders else { return result.unicodeScalars.append(scalar) }
    switch scalar {
    case "\n": result += #"\n"#
    case "\r": result += #"\r"#
    case "\t": result += #"\t"#
    default: result += #"\u{"# + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }
}

extension Unicode.Scalar {
  /// Whether it makes a terminal do or show something else than a character.
  var deceivesReaders: Bool {
    if self == "\u{200C}" || self == "\u{200D}" { return false }
    return switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: properties.isBidiControl || properties.isDefaultIgnorableCodePoint
    default: properties.isBidiControl
    }
  }
}
