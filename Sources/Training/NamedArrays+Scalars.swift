package import Archives

/// Single numbers among named arrays, as the states of trainer and extensions hold them.
extension NamedArrays {
  /// Counts from files are below this, so that counting on from them cannot overflow.
  package static var countLimit: Int { 1 << 53 }

  /// Adds an `int64` scalar.
  package mutating func set(_ name: String, to value: Int) {
    self[name] = NumpyArray(shape: [], elements: .int64([Int64(value)]))
  }

  /// Adds a `float64` scalar.
  package mutating func set(_ name: String, to value: Double) {
    self[name] = NumpyArray(shape: [], elements: .float64([value]))
  }

  /// The `int64` scalar of a name; a problem names the file at `path`.
  package func integer(_ name: String, in path: String) throws(FileProblem) -> Int {
    guard let array = self[name] else {
      throw FileProblem(path, found: "has no array \(name)", expected: "one int64 value")
    }
    guard array.shape == [], case .int64(let values) = array.elements, let value = values.first,
      let integer = Int(exactly: value)
    else {
      throw FileProblem(
        path,
        found: "array \(name) is \(array.summary)",
        expected: "one int64 value"
      )
    }
    return integer
  }

  /// The finite `float64` scalar of a name; a problem names the file at `path`.
  package func number(_ name: String, in path: String) throws(FileProblem) -> Double {
    guard let array = self[name] else {
      throw FileProblem(path, found: "has no array \(name)", expected: "one float64 value")
    }
    guard array.shape == [], case .float64(let values) = array.elements, let value = values.first
    else {
      throw FileProblem(
        path,
        found: "array \(name) is \(array.summary)",
        expected: "one float64 value"
      )
    }
    guard value.isFinite else {
      throw FileProblem(path, found: "array \(name) holds \(value)", expected: "a finite value")
    }
    return value
  }
}
