internal import Terminal

/// What an iteration takes when several processes share it, from what one process takes and what a network does.
///
/// An iteration of n processes takes
///
///     C(B/n) + S·t(s) + max(t(l), G·t(g) − h·C(B/n))
///
/// where C(b) is the time of one process for b images; S sums of s bytes are waited for at once, as batch
/// normalization does; G messages of g bytes of gradients are sent while the process computes, which hides them
/// behind the share h of the computation, but never the last one of l bytes. A sum of s bytes takes
///
///     t(s) = 2·⌈log₂ n⌉·latency + 2·(n − 1)/n·s/bandwidth
///
/// Source: Thakur, Rabenseifner and Gropp 2005, "Optimization of Collective Communication Operations in MPICH",
/// section 4, for the sum by recursive halving.
public struct ScalingModel: Codable, Equatable, Sendable {
  /// The time of one process for no images, in seconds.
  public var fixedSeconds: Double
  /// The time of one process for each image, in seconds.
  public var secondsPerImage: Double
  /// The sums of an iteration that are waited for at once.
  public var immediateSums: Double
  /// The bytes in each of them.
  public var immediateBytes: Double
  /// The messages of gradients of an iteration.
  public var messages: Double
  /// The bytes in each of them.
  public var messageBytes: Double
  /// The bytes in the last of them.
  public var lastBytes: Double

  /// What a network and a machine take.
  public init(
    fixedSeconds: Double,
    secondsPerImage: Double,
    immediateSums: Double,
    immediateBytes: Double,
    messages: Double,
    messageBytes: Double,
    lastBytes: Double
  ) {
    (self.fixedSeconds, self.secondsPerImage) = (fixedSeconds, secondsPerImage)
    (self.immediateSums, self.immediateBytes) = (immediateSums, immediateBytes)
    (self.messages, self.messageBytes) = (messages, messageBytes)
    self.lastBytes = lastBytes
  }

  /// The share of the computation that messages are hidden behind.
  ///
  /// Two thirds of an iteration are backward passes; in the first part of one nothing is to be sent yet.
  static let hiddenShare = 0.5

  /// A network between processes.
  public struct Network: Codable, Equatable, Sendable {
    /// The time until the first byte of a message arrives, in seconds.
    public var latency: Double
    /// Bytes per second in each direction.
    public var bandwidth: Double

    /// A network.
    public init(latency: Double, bandwidth: Double) {
      (self.latency, self.bandwidth) = (latency, bandwidth)
    }

    /// The time of a sum over so many processes, in seconds.
    public func seconds(ofSumOver count: Int, bytes: Double) -> Double {
      if count < 2 { return 0 }
      let steps = Double(Int.bitWidth - (count - 1).leadingZeroBitCount)
      return 2 * steps * latency + 2 * Double(count - 1) / Double(count) * bytes / bandwidth
    }

    /// Ethernet of so many gigabits per second, with 30 µs of latency, which TCP has between two switches.
    public static func ethernet(gigabits: Double) -> Network {
      Network(latency: 30e-6, bandwidth: gigabits * 1e9 / 8)
    }
  }

  /// The time of an iteration of so many processes, in seconds.
  ///
  /// - Parameters:
  ///   - batch: The images of the whole batch.
  ///   - count: The number of processes.
  ///   - network: What joins them.
  /// - Returns: Seconds.
  public func seconds(batch: Int, processes count: Int, over network: Network) -> Double {
    // The process with most images is the last to be done.
    let images = Double((batch + count - 1) / count)
    let computing = fixedSeconds + secondsPerImage * images
    if count < 2 { return computing }
    let immediate = immediateSums * network.seconds(ofSumOver: count, bytes: immediateBytes)
    let gradients = messages * network.seconds(ofSumOver: count, bytes: messageBytes)
    let last = network.seconds(ofSumOver: count, bytes: lastBytes)
    return computing + immediate + max(last, gradients - Self.hiddenShare * computing)
  }

  /// The rates of Ethernet in the table, in gigabits per second.
  private static let rates: [Double] = [1, 10, 25, 100]

  /// Milliseconds and efficiency for 1 to 64 processes over Ethernet, and where more of them stop paying.
  func table(batch: Int) -> [String] {
    let counts = [1, 2, 4, 8, 16, 32, 64].filter { $0 <= batch }
    let first = ["processes"] + counts.map { "\($0)" } + ["pays up to"]
    let columns = Self.rates.map { rate in
      let network = Network.ethernet(gigabits: rate)
      let times = counts.map { seconds(batch: batch, processes: $0, over: network) }
      let cells = zip(counts, times).map { count, time in
        "\(Self.milliseconds(time)) ms, \(Self.percent(times[0] / time / Double(count)))"
      }
      return ["\(NumberText.general(rate)) Gbit/s"] + cells + ["\(Self.end(counts, times))"]
    }
    return TextTable.lines(of: [first] + columns, endingWithText: false)
  }

  /// The last number of processes that are at least a fifth faster than half of them.
  private static func end(_ counts: [Int], _ times: [Double]) -> Int {
    let steps = zip(times, times.dropFirst()).prefix { $1 < $0 / 1.2 }
    return counts[steps.count]
  }

  static func milliseconds(_ seconds: Double) -> String {
    NumberText.fixed(seconds * 1000, decimals: seconds < 0.1 ? 2 : 0)
  }

  static func percent(_ share: Double) -> String {
    NumberText.fixed(share * 100, decimals: 0) + " %"
  }
}
