/// Finds the fastest of several ways to do the same.
package enum Stopwatch {
  /// Times within this ratio count as equal, so that chance decides less often.
  private static let tie = 1.03

  /// Each is done at least so often, apart from the first time, which does not count.
  private static let fewestRounds = 3

  /// And more often while all together took less than this, in seconds.
  private static let patience = 0.02
  private static let mostRounds = 20

  /// Lets candidates race.
  ///
  /// They take turns, so that whatever else the machine does hits all of them, and the best of each one's
  /// times counts.
  ///
  /// - Parameters:
  ///   - candidates: At least one.
  ///   - seconds: Runs a candidate, and tells how long it took.
  /// - Returns: The one that takes the least time; of equals, the first.
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

  /// The candidate that `run` takes the least time for, by the machine's clock.
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
