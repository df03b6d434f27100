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

  /// Leaves the numbers as they are.
  public func startAllReduce(_ numbers: UnsafeMutableBufferPointer<Float>) -> any PendingSums {
    Nothing()
  }

  /// The bytes given.
  public func allGather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }

  /// Nothing: there are no other processes.
  public func abort(status: Int32) {}

  private final class Nothing: PendingSums { func wait() {} }
}
