import Foundation
public import TensorCore

/// Processes of one machine that add up in memory that all of them see, and say everything else by other means.
public final class MemoryCommunicator: Communicator {
  /// That of the communicator behind it.
  public var rank: Int { communicator.rank }
  /// That of the communicator behind it.
  public var size: Int { communicator.size }
  private let communicator: any Communicator
  private let sums: MemorySums

  /// Lets the processes of a communicator add up in memory; `nil`, in all of them, where they have none in common.
  ///
  /// - Parameter communicator: Has all processes do the same.
  /// - Returns: What adds up in memory, if anything does.
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  public static func joined(
    _ communicator: any Communicator
  ) throws(CommunicationFailure) -> MemoryCommunicator? {
    let bytes = MemoryPlaces.byteCount(for: communicator.size)
    guard communicator.size > 1, !communicator.spansMachines,
      let (memory, processes) = try SharedMemory.joined(bytes, by: communicator)
    else { return nil }
    let sums = MemorySums(communicator.rank, among: communicator.size, in: memory) {
      () throws(CommunicationFailure) in
      // Launchers end all processes where one dies; this is for those that do not.
      if let gone = processes.firstIndex(where: { kill($0, 0) < 0 && errno == ESRCH }) {
        throw CommunicationFailure("rank \(gone) has ended")
      }
    }
    return MemoryCommunicator(communicator, sums)
  }

  private init(_ communicator: any Communicator, _ sums: MemorySums) {
    (self.communicator, self.sums) = (communicator, sums)
  }

  /// The seconds for which this process has been waiting for another one's numbers; 0 where it is not.
  public var secondsWaited: Double { sums.secondsWaited }

  /// Adds up in the order of ranks.
  public func allReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    try sums.allReduce(numbers)
  }

  /// Starts to add up in the order of ranks.
  public func startAllReduce(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(CommunicationFailure) -> any PendingSums {
    Pending(try sums.start(numbers, filledBy: fill), in: sums)
  }

  /// The bytes of every process.
  public func allGather(_ bytes: [UInt8]) throws(CommunicationFailure) -> [[UInt8]] {
    // Who waits there adds up nothing for others meanwhile.
    try sums.takeAll()
    return try communicator.allGather(bytes)
  }

  /// Memory beside that for sums.
  public func commonMemory(
    byteCount: Int
  ) throws(CommunicationFailure) -> (any CommonMemory)? {
    let bytes = MemoryPlaces.headerBytes + byteCount
    return try SharedMemory.joined(bytes, by: self).map { Memory($0.memory, beside: sums) }
  }

  /// Ends all processes.
  public func abort(status: Int32) { communicator.abort(status: status) }

  private final class Memory: CommonMemory {
    private let memory: SharedMemory
    private let sums: MemorySums

    init(_ memory: SharedMemory, beside sums: MemorySums) {
      (self.memory, self.sums) = (memory, sums)
    }

    var start: UnsafeMutableRawPointer { memory.start + MemoryPlaces.headerBytes }

    func leave(_ work: @escaping @Sendable () -> Bool) { sums.leave(work) }

    func wait(until holds: () -> Bool) throws { try sums.wait(until: holds) }
  }

  private final class Pending: PendingSums {
    private let number: UInt64
    private let sums: MemorySums

    init(_ number: UInt64, in sums: MemorySums) { (self.number, self.sums) = (number, sums) }

    func wait() throws(CommunicationFailure) { try sums.wait(for: number) }
  }
}
