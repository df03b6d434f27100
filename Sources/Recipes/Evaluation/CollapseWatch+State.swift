package import Archives
internal import Terminal
internal import Training

extension CollapseWatch {
  /// The state with which a resumed run warns like an uninterrupted one.
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

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` if an array is missing, unknown or outside the range of possible values; nothing
  ///   is changed then.
  package mutating func restore(from state: StateReader) throws(FileProblem) {
    var restored = self
    restored.averages = [:]
    for name in Self.watched where state.contains("averages/" + name) {
      restored.averages[name] = try state.number("averages/" + name)
    }
    restored.observed = try state.integer("observed")
    restored.bestCoverage = try state.number("best_coverage", in: 0...1)
    restored.leastSimilarity =
      state.contains("least_similarity")
      ? try state.number("least_similarity", in: -1...1) : .infinity
    restored.given = []
    for sign in Sign.allCases where state.contains("given/" + sign.rawValue) {
      _ = try state.integer("given/" + sign.rawValue)
      restored.given.insert(sign)
    }
    try state.finish()
    self = restored
  }
}
