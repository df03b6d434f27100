import Archives
import Foundation

/// A text on one line and without control characters, which could change what a terminal shows; they
/// are escaped as in Swift: `\u{1b}`.
func printable(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { result, scalar in
    result +=
      scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : "\(scalar)"
  }
}

/// Prints a line that is the command's result.
///
/// - Throws: `FileProblem` where it cannot be written, as when a disk is full.
func printOrFail(_ line: String) throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  } catch {
    throw FileProblem(
      "standard output",
      found: "cannot be written",
      expected: "a place that takes the result"
    )
  }
}
