/// How patient a download is.
public struct DownloadSettings: Sendable {
  /// A connection that brings less than a kilobyte in so many seconds is given up.
  public var stallSeconds: Double
  /// How often to try again after a connection broke or the server was busy, one right after another.
  public var retries: Int
  /// The seconds before the first new trial; each further wait is twice as long.
  public var firstDelay: Double
  /// The seconds that no wait is longer than.
  public var longestDelay: Double

  /// Settings; the defaults suit a person who waits.
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

  /// The seconds to wait before the new trial `number`, which counts from 1.
  package func delay(before number: Int) -> Double {
    var delay = firstDelay
    for _ in 1..<max(number, 1) where delay < longestDelay { delay *= 2 }
    return min(delay, longestDelay)
  }
}
