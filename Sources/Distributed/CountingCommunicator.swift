import Synchronization

/// A communicator that counts the sums that pass through it.
public final class CountingCommunicator: Communicator {
  /// Sums over all processes.
  public struct Count: Equatable, Sendable {
    /// The sums that were waited for at once.
    public var immediate = 0
    /// The numbers in them.
    public var immediateNumbers = 0
    /// The sums that were formed while the process computed.
    public var started = 0
    /// The numbers in them.
    public var startedNumbers = 0
    /// The numbers in the last of them.
    public var lastNumbers = 0

    /// No sums.
    public init() {}
  }

  /// That of the communicator behind it.
  public var rank: Int { communicator.rank }
  /// That of the communicator behind it.
  public var size: Int { communicator.size }
  /// That of the communicator behind it.
  public var spansMachines: Bool { communicator.spansMachines }
  private let communicator: any Communicator
  private let sums = Mutex(Count())

  /// Counts what another communicator does.
  public init(_ communicator: any Communicator) { self.communicator = communicator }

  /// The sums since the last time this was asked.
  public func take() -> Count {
    sums.withLock { sums in
      defer { sums = Count() }
      return sums
    }
  }

  /// Adds up.
  public func allReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    sums.withLock {
      $0.immediate += 1
      $0.immediateNumbers += numbers.count
    }
    try communicator.allReduce(numbers)
  }

  /// Starts to add up.
  public func startAllReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(CommunicationFailure) -> any PendingSums {
    sums.withLock {
      $0.started += 1
      $0.startedNumbers += numbers.count
      $0.lastNumbers = numbers.count
    }
    return try communicator.startAllReduce(numbers, filledBy: fill)
  }

  /// The bytes of every process.
  public func allGather(_ bytes: [UInt8]) throws(CommunicationFailure) -> [[UInt8]] {
    try communicator.allGather(bytes)
  }

  /// Ends all processes.
  public func abort(status: Int32) { communicator.abort(status: status) }
}
