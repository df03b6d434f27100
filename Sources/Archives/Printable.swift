/// A text on one line and without control characters, which could change what a terminal shows; they
/// are escaped as in Swift: `\u{1b}`.
package func printable(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { result, scalar in
    result +=
      scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : "\(scalar)"
  }
}
