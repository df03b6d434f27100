/// Notices that a connection brings next to nothing.
package struct StallWatch {
  // Less than that in a whole wait is no download, even if bytes drip in.
  package static let leastBytes = 1024

  private let seconds: Double
  private var start: Double
  private var bytesAtStart = 0

  /// A watch that starts at the time `now`, in seconds.
  package init(seconds: Double, now: Double) {
    self.seconds = seconds
    start = now
  }

  /// Whether the last wait has passed with too few bytes, `byteCount` being those received so far.
  package mutating func isStalled(byteCount: Int, now: Double) -> Bool {
    if byteCount - bytesAtStart >= Self.leastBytes {
      start = now
      bytesAtStart = byteCount
    }
    return now - start > seconds
  }
}
