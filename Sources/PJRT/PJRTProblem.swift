/// What went wrong with a plugin or on its device, in the plugin's words where it has some.
public struct PJRTProblem: Error, CustomStringConvertible, Sendable {
  /// What failed.
  public enum Kind: Sendable {
    /// The plugin's file cannot be loaded, or is none.
    case plugin
    /// The plugin finds no device.
    case device
    /// A program does not compile.
    case program
    /// A program or a transfer failed while it ran.
    case execution
  }

  /// What failed.
  public let kind: Kind
  /// What it was about: a file, a device or a step.
  public let subject: String
  /// What was found.
  public let found: String
  /// What was expected, if that says more.
  public let expected: String?

  init(_ kind: Kind, _ subject: String, found: String, expected: String? = nil) {
    self.kind = kind
    self.subject = subject
    self.found = found
    self.expected = expected
  }

  /// The same problem with what was expected.
  public func with(expected: String) -> PJRTProblem {
    PJRTProblem(kind, subject, found: found, expected: expected)
  }

  /// The problem in one line.
  public var description: String {
    let line = "\(subject): \(found)"
    return expected.map { "\(line); expected \($0)" } ?? line
  }
}

/// A text of a plugin as one line of moderate length.
func shortened(_ text: String) -> String {
  let line = text.split(whereSeparator: \.isNewline)
    .map { $0.drop { $0 == " " || $0 == "\t" } }
    .filter { !$0.isEmpty }.joined(separator: " ")
  return line.count > 600 ? line.prefix(600) + "…" : line
}
