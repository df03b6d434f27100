import Synchronization

/// A signal that asks a run to stop.
public enum StopSignal: Int32, CustomStringConvertible, Sendable {
  /// SIGHUP: the terminal was closed.
  case hangup = 1
  /// SIGINT: Ctrl-C.
  case interrupt = 2
  /// SIGTERM: the system asks the process to end.
  case terminate = 15

  /// The exit code of a command stopped by the signal: 129, 130 or 143.
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

/// A request, from any thread, that a run stop after its current iteration.
public final class StopRequest: Sendable {
  // Zero for none. Atomic, because a signal handler sets it.
  private let code = Atomic<Int32>(0)

  /// No request so far.
  public init() {}

  /// The signal of the request, or `nil` if there is none.
  public var signal: StopSignal? { StopSignal(rawValue: code.load(ordering: .acquiring)) }

  /// Requests a stop; the first request is kept.
  ///
  /// - Returns: Whether this was the first request.
  @discardableResult
  public func raise(_ signal: StopSignal) -> Bool {
    code.compareExchange(expected: 0, desired: signal.rawValue, ordering: .acquiringAndReleasing)
      .exchanged
  }

  /// Withdraws the request.
  public func clear() { code.store(0, ordering: .releasing) }
}
