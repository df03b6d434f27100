package import Archives
internal import Terminal
internal import Training

extension CollapseWatch {
  /// What a resumed run needs to warn as if never stopped.
  package func state() -> NamedArrays {
    var state = NamedArrays()
    for name in Self.watched {
      if let value = averages[name] { state.set("averages/" + name, to: value) }
    }
    state.set("observed", to: observed)
    state.set("best_coverage", to: bestCoverage)
    if leastSimilarity.isFinite { state.set("least_similarity", to: leastSimilarity) }
    for sign in Sign.allCases where given.contains(sign) {
      state.set("given/" + sign.rawValue, to: 1)
    }
    return state
  }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where an array is missing, unknown or holds what no run comes to; nothing is taken
  ///   over then.
  package mutating func restore(from state: NamedArrays, path: String) throws(FileProblem) {
    let own =
      Self.watched.map { "averages/" + $0 } + Sign.allCases.map { "given/" + $0.rawValue }
      + ["observed", "best_coverage", "least_similarity"]
    if let stranger = state.names.first(where: { !own.contains($0) }) {
      throw FileProblem(
        path,
        found: "the evaluation's state holds an array watch/\(stranger)",
        expected: "those of a run that is evaluated"
      )
    }
    var restored = self
    restored.averages = [:]
    for name in Self.watched where state["averages/" + name] != nil {
      restored.averages[name] = try state.number("averages/" + name, in: path)
    }
    restored.observed = try state.count("observed", in: path)
    restored.bestCoverage = try state.number("best_coverage", within: 0...1, in: path)
    restored.leastSimilarity =
      state["least_similarity"] == nil
      ? .infinity : try state.number("least_similarity", within: -1...1, in: path)
    restored.given = []
    for sign in Sign.allCases where state["given/" + sign.rawValue] != nil {
      _ = try state.count("given/" + sign.rawValue, in: path)
      restored.given.insert(sign)
    }
    self = restored
  }
}

extension NamedArrays {
  /// The `int64` scalar of a name, a number that counting on from cannot overflow.
  ///
  /// - Throws: `FileProblem` where there is none, or another number.
  func count(_ name: String, in path: String) throws(FileProblem) -> Int {
    let value = try integer(name, in: path)
    guard 0..<Self.countLimit ~= value else {
      throw FileProblem(path, found: "array \(name) holds \(value)", expected: "0 or more")
    }
    return value
  }

  /// The `float64` scalar of a name, within a range.
  ///
  /// - Throws: `FileProblem` where there is none, or another number.
  fileprivate func number(
    _ name: String,
    within range: ClosedRange<Double>,
    in path: String
  ) throws(FileProblem) -> Double {
    let value = try number(name, in: path)
    guard range.contains(value) else {
      throw FileProblem(
        path,
        found: "array \(name) holds \(NumberText.general(value))",
        expected: "\(plain(Float(range.lowerBound))) to \(plain(Float(range.upperBound)))"
      )
    }
    return value
  }
}
