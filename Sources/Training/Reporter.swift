public import Archives

/// The means of observations since the last reset.
public struct Reporter: Equatable, Sendable {
  private var sums = Observation()
  private var counts: [String: Int] = [:]

  /// No observations.
  public init() {}

  /// Adds an observation; names may be missing from some of them.
  public mutating func observe(_ observation: Observation) {
    for name in observation.names {
      guard let value = observation[name] else { continue }
      sums[name] = (sums[name] ?? 0) + value
      counts[name, default: 0] += 1
    }
  }

  /// The mean of each name over the observations that had it.
  public var means: Observation {
    var means = Observation()
    for name in sums.names {
      if let sum = sums[name], let count = counts[name] { means[name] = sum / Double(count) }
    }
    return means
  }

  /// Removes all observations.
  public mutating func reset() { self = Reporter() }

  /// Sums and counts: `sums/NAME` and `counts/NAME`.
  public func state() -> NamedArrays {
    var state = NamedArrays()
    for name in sums.names {
      state.set("sums/" + name, to: sums[name] ?? 0)
      state.set("counts/" + name, to: counts[name] ?? 0)
    }
    return state
  }

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` if the state is not that of a reporter.
  public mutating func restore(from state: StateReader) throws {
    var restored = Reporter()
    for name in state.section("sums/").names {
      restored.sums[name] = try state.number("sums/" + name)
      restored.counts[name] = try state.integer("counts/" + name, in: 1...StateReader.largestCount)
    }
    try state.finish()
    self = restored
  }
}
