/// Detects stalled connections.
package struct StallWatch {
  // Less than this during a whole timeout is no download, even if bytes trickle in.
  package static let leastBytes = 1024

  private let seconds: Double
  private var start: Double
  private var bytesAtStart = 0

  /// A watch that starts at the time `now`, in seconds.
  package init(seconds: Double, now: Double) {
    self.seconds = seconds
    start = now
  }

  /// Whether the last timeout has passed with too few bytes; `byteCount` is the number received so far.
  package mutating func isStalled(byteCount: Int, now: Double) -> Bool {
    if byteCount - bytesAtStart >= Self.leastBytes {
      start = now
      bytesAtStart = byteCount
    }
    return now - start > seconds
  }
}
