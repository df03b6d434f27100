public import Terminal

/// How a run ended that did not fail.
public enum RunOutcome: Equatable, Sendable {
  /// It reached its length.
  case finished
  /// It was asked to stop; `snapshot` is the path to resume from, or `nil` if there is none.
  case interrupted(StopSignal, snapshot: String?)
}
