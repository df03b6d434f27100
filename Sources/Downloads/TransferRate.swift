/// The transfer rate over the last seconds.
package struct TransferRate {
  private static let window = 10.0
  private static let interval = 0.1
  private var samples: [(time: Double, bytes: Int)] = []

  /// No samples.
  package init() {}

  /// Adds the number of bytes at the time `now`, in seconds.
  package mutating func add(bytes: Int, now: Double) {
    if let last = samples.last, now - last.time < Self.interval { return }
    samples.append((now, bytes))
    // The sample at the start of the window stays.
    while samples.count > 2, now - samples[1].time > Self.window { samples.removeFirst() }
  }

  /// Bytes per second; `nil` before any arrived.
  package var bytesPerSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.time > first.time,
      last.bytes > first.bytes
    else { return nil }
    return Double(last.bytes - first.bytes) / (last.time - first.time)
  }

  /// The seconds that this many more bytes will take; `nil` before any arrived.
  package func seconds(for bytes: Int) -> Double? { bytesPerSecond.map { Double(bytes) / $0 } }
}
