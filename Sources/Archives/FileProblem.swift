/// A problem with an external file or folder: its path, what was found and what was expected.
public struct FileProblem: Error, Equatable, CustomStringConvertible {
  /// The path as the user gave it.
  public let path: String
  /// What was found, as a clause: "holds 12 bytes".
  public let found: String
  /// What was expected, as a clause: "at least 16 bytes of an IDX header".
  public let expected: String
  /// The remedy, if known; the program that shows the problem words it.
  public let remedy: Remedy?

  /// A remedy for problems: libraries name it, programs word it.
  public struct Remedy: Hashable, Sendable {
    /// What to do.
    public let name: String

    /// A remedy; `name` says what to do.
    public init(_ name: String) { self.name = name }
  }

  /// A problem with the file at `path`.
  public init(_ path: String, found: String, expected: String, remedy: Remedy? = nil) {
    self.path = path
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// One line: "PATH: FOUND; expected EXPECTED".
  public var description: String { "\(path): \(found); expected \(expected)" }
}
