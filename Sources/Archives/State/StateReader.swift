/// Reads a saved state, array by array, and checks everything that a file holds.
///
/// Anything that does not fit is a `FileProblem` that names the file, the array, what was found and what was
/// expected. Every array must be asked for; `finish()` refuses the rest.
///
/// ```swift
/// func restore(from state: StateReader) throws {
///   count = try state.integer("count")
///   try generator.load(from: state.section("generator/"))
///   try state.finish()
/// }
/// ```
public struct StateReader {
  /// The file's path, for messages.
  public let file: String
  /// The version of the state's format in the file; see `NamedArrays.stateFormat`.
  public let format: Int
  private let arrays: NamedArrays
  private let prefix: String
  private let read: ReadNames

  /// The largest count accepted from files, so that counting on cannot overflow.
  public static let largestCount = 1 << 53

  /// A reader of all arrays of a file.
  public init(_ arrays: NamedArrays, file: String, format: Int = NamedArrays.stateFormat) {
    self.init(arrays, file: file, format: format, prefix: "", read: ReadNames())
  }

  private init(
    _ arrays: NamedArrays,
    file: String,
    format: Int,
    prefix: String,
    read: ReadNames
  ) {
    (self.arrays, self.file, self.format) = (arrays, file, format)
    (self.prefix, self.read) = (prefix, read)
  }

  /// The arrays whose names start with `prefix`, which is removed: `state.section("generator/")`.
  public func section(_ prefix: String) -> StateReader {
    StateReader(arrays, file: file, format: format, prefix: self.prefix + prefix, read: read)
  }

  /// The names of the arrays, in the file's order, whether or not they were read.
  public var names: [String] {
    arrays.names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// Whether there are no arrays.
  public var isEmpty: Bool { !arrays.names.contains { $0.hasPrefix(prefix) } }

  /// Whether there is an array with a name.
  public func contains(_ name: String) -> Bool { arrays[prefix + name] != nil }

  /// The array with a name, of any type and shape; `expected` says in messages what it should be.
  ///
  /// - Throws: `FileProblem` if there is none.
  public func array(
    _ name: String,
    expected: String = "all arrays of the state"
  ) throws(FileProblem) -> NumpyArray {
    guard let array = arrays[prefix + name] else {
      throw FileProblem(file, found: "lacks '\(prefix + name)'", expected: expected)
    }
    read.names.insert(prefix + name)
    return array
  }

  /// Skips all arrays.
  public func skip() {
    for name in arrays.names where name.hasPrefix(prefix) { read.names.insert(name) }
  }

  /// Checks all names before anything is read.
  ///
  /// - Throws: `FileProblem` that lists missing or unexpected names.
  public func check(names expected: [String]) throws(FileProblem) {
    let present = Set(names)
    let missing = expected.filter { !present.contains($0) }
    guard missing.isEmpty else {
      throw FileProblem(file, found: "lacks \(list(missing))", expected: "all arrays of the state")
    }
    let known = Set(expected)
    try refuse(names.filter { !known.contains($0) })
  }

  /// Checks that every array was read.
  ///
  /// - Throws: `FileProblem` that lists those that were not.
  public func finish() throws(FileProblem) {
    try refuse(names.filter { !read.names.contains(prefix + $0) })
  }

  /// The problem of an array; `found` is a clause: "is float32 of shape [3]".
  public func problem(_ name: String, found: String, expected: String) -> FileProblem {
    FileProblem(file, found: "'\(prefix + name)' \(found)", expected: expected)
  }

  private func refuse(_ extra: [String]) throws(FileProblem) {
    guard !extra.isEmpty else { return }
    throw FileProblem(file, found: "also holds \(list(extra))", expected: "no other arrays")
  }

  private func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "'\(prefix + $0)'" }.joined(separator: ", ")
    let rest = names.count - 3
    return rest > 0 ? "\(shown) and \(rest) other arrays" : "\(shown)"
  }
}

/// The full names that a reader and its sections have read.
private final class ReadNames {
  var names: Set<String> = []
}

extension NamedArrays {
  /// The version of the format in which states are written.
  ///
  /// - 0: up to commit 530108e; networks with the names and layouts of the framework whose tutorial they are
  ///   from.
  /// - 1: networks and optimizers by dotted path, with arrays as in memory.
  public static let stateFormat = 1
}
