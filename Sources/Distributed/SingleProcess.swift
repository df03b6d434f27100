/// A run of one process, which has nobody to talk to.
public struct SingleProcess: Communicator {
  /// 0.
  public let rank = 0
  /// 1.
  public let size = 1

  /// A run of one process.
  public init() {}

  /// Leaves the numbers as they are.
  public func allReduce(_ numbers: UnsafeMutableBufferPointer<Float>) {}

  /// Leaves the numbers as `fill` writes them.
  public func startAllReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) -> any PendingSums {
    fill(numbers)
    return NothingPending()
  }

  /// The bytes given.
  public func allGather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }

  /// Nothing: there are no other processes.
  public func abort(status: Int32) {}
}

/// Sums that are there.
final class NothingPending: PendingSums {
  func wait() {}
}
