/// Something wrong with a file or folder from outside: what it is, what was found there and what
/// was expected.
public struct FileProblem: Error, Equatable, CustomStringConvertible {
  /// The path as the user gave it.
  public let path: String
  /// What was found, as a clause: "holds 12 bytes".
  public let found: String
  /// What was expected, as a clause: "at least 16 bytes of an IDX header".
  public let expected: String
  /// What would help, if that is known; whoever shows the problem says how it is done there.
  public let remedy: Remedy?

  /// Something that helps against problems: libraries name it, programs put it into words.
  public struct Remedy: Hashable, Sendable {
    /// What is to be done.
    public let name: String

    /// A remedy: `name` says what is to be done.
    public init(_ name: String) { self.name = name }
  }

  /// A problem of the file at `path`.
  public init(_ path: String, found: String, expected: String, remedy: Remedy? = nil) {
    self.path = path
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// One line: "PATH: FOUND; expected EXPECTED".
  public var description: String { "\(path): \(found); expected \(expected)" }
}
