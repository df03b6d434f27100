import Synchronization

/// What becomes of the signals that arrive: the first one asks to stop, a later one ends the process.
///
/// Signals within half a second of the first are the same wish: `timeout` and process groups send theirs
/// twice. Handlers call it, several at a time where threads take the signals: there is nothing but atomics
/// here.
package final class SignalArrivals: Sendable {
  private static let sameWishMilliseconds: Int64 = 500

  /// What the first signal raises.
  package let request = StopRequest()
  /// When the first signal came, in milliseconds; zero for none.
  private let firstTime = Atomic<Int64>(0)

  /// No signal yet.
  package init() {}

  /// Forgets all signals.
  package func clear() {
    request.clear()
    firstTime.store(0, ordering: .releasing)
  }

  /// Takes in a signal.
  ///
  /// The time is noted before the wish: whoever finds the wish made can compare with its time.
  ///
  /// - Parameters:
  ///   - signal: The signal.
  ///   - milliseconds: When it came, by a clock that never goes back; positive.
  /// - Returns: Whether the process is to end at once.
  package func arrive(_ signal: StopSignal, at milliseconds: Int64) -> Bool {
    let (isFirst, first) = firstTime.compareExchange(
      expected: 0,
      desired: milliseconds,
      ordering: .acquiringAndReleasing
    )
    request.raise(signal)
    return !isFirst && milliseconds - first > Self.sameWishMilliseconds
  }
}
