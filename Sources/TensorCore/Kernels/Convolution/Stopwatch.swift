/// Finds the fastest of several candidates.
package enum Stopwatch {
  /// Times within this ratio count as equal, so that chance decides less often.
  private static let tie = 1.03

  /// The minimum number of runs per candidate, not counting the first.
  private static let fewestRounds = 3

  /// More rounds follow until they have taken this many seconds in total.
  private static let patience = 0.02
  private static let mostRounds = 20

  /// Times candidates against each other.
  ///
  /// They take turns, so that other load on the machine affects all of them, and the best time of each
  /// counts.
  ///
  /// - Parameters:
  ///   - candidates: At least one.
  ///   - seconds: Runs a candidate and returns how long it took.
  /// - Returns: The fastest candidate; the first among equals.
  package static func fastest<Candidate>(
    of candidates: [Candidate],
    seconds: (Candidate) -> Double
  ) -> Candidate {
    for candidate in candidates { _ = seconds(candidate) }
    var best = candidates.map { _ in Double.infinity }
    var (total, rounds) = (0.0, 0)
    while rounds < fewestRounds || (rounds < mostRounds && total < patience) {
      for (index, candidate) in candidates.enumerated() {
        let time = seconds(candidate)
        best[index] = min(best[index], time)
        total += time
      }
      rounds += 1
    }
    let limit = tie * (best.min() ?? 0)
    return zip(candidates, best).first { $0.1 <= limit }?.0 ?? candidates[0]
  }

  /// The candidate for which `run` takes the least time by the machine's clock.
  static func fastest<Candidate>(
    of candidates: [Candidate],
    running run: (Candidate) -> Void
  ) -> Candidate {
    let clock = ContinuousClock()
    return fastest(
      of: candidates,
      seconds: { candidate in
        clock.measure { run(candidate) } / .seconds(1)
      }
    )
  }
}
