/// The timeouts and retries of a download.
public struct DownloadSettings: Sendable {
  /// A connection that brings less than a kilobyte in this many seconds is given up.
  public var stallSeconds: Double
  /// The number of retries in a row after a connection broke or the server was busy.
  public var retries: Int
  /// The seconds before the first retry; each further wait is twice as long.
  public var firstDelay: Double
  /// The longest wait in seconds.
  public var longestDelay: Double

  /// Settings; the defaults suit a waiting user.
  public init(
    stallSeconds: Double = 30,
    retries: Int = 5,
    firstDelay: Double = 1,
    longestDelay: Double = 30
  ) {
    self.stallSeconds = stallSeconds
    self.retries = retries
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
  }

  /// The seconds to wait before retry `number`, counted from 1.
  package func delay(before number: Int) -> Double {
    var delay = firstDelay
    for _ in 1..<max(number, 1) where delay < longestDelay { delay *= 2 }
    return min(delay, longestDelay)
  }
}
