import Synchronization

/// What can ask a run to stop.
public enum StopSignal: Int32, CustomStringConvertible, Sendable {
  /// SIGHUP: the terminal went away.
  case hangup = 1
  /// SIGINT: Ctrl-C.
  case interrupt = 2
  /// SIGTERM: the system wants the process to end.
  case terminate = 15

  /// The exit code of a command that was stopped so: 129, 130 or 143.
  public var exitCode: Int32 { 128 + rawValue }

  /// The signal's name: "SIGINT".
  public var description: String {
    switch self {
    case .hangup: "SIGHUP"
    case .interrupt: "SIGINT"
    case .terminate: "SIGTERM"
    }
  }
}

/// A wish, from anywhere, that a run stops after its current iteration.
public final class StopRequest: Sendable {
  // Zero for no wish. Atomic, because a signal's handler sets it.
  private let code = Atomic<Int32>(0)

  /// No wish yet.
  public init() {}

  /// The wish, or `nil` for none.
  public var signal: StopSignal? { StopSignal(rawValue: code.load(ordering: .acquiring)) }

  /// Asks to stop; the first to ask is remembered.
  ///
  /// - Returns: Whether this was the first wish.
  @discardableResult
  public func raise(_ signal: StopSignal) -> Bool {
    code.compareExchange(expected: 0, desired: signal.rawValue, ordering: .acquiringAndReleasing)
      .exchanged
  }

  /// Takes the wish back.
  public func clear() { code.store(0, ordering: .releasing) }
}
