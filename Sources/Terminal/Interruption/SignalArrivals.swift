import Synchronization

/// The handling of signals: the first one requests a stop, a later one ends the process.
///
/// Signals within half a second of the first count as the same request: `timeout` and process groups send
/// theirs twice. Signal handlers call it, possibly several at a time on different threads, so it uses only
/// atomics.
package final class SignalArrivals: Sendable {
  private static let sameWishMilliseconds: Int64 = 500

  /// The request that the first signal makes.
  package let request = StopRequest()
  /// The time of the first signal, in milliseconds; zero for none.
  private let firstTime = Atomic<Int64>(0)

  /// No signal so far.
  package init() {}

  /// Forgets all signals.
  package func clear() {
    request.clear()
    firstTime.store(0, ordering: .releasing)
  }

  /// Handles a signal.
  ///
  /// The time is stored before the request is made, so that whoever sees the request can compare with its
  /// time.
  ///
  /// - Parameters:
  ///   - signal: The signal.
  ///   - milliseconds: Its time by a monotonic clock; positive.
  /// - Returns: Whether the process should end at once.
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
