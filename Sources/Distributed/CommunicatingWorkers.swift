import Synchronization
public import TensorCore

/// The processes of a communicator as workers that share batches.
public struct CommunicatingWorkers: Workers {
  /// The numbers from which a tensor is worth a message of its own, which spares copies.
  private static let largeCount = 16 << 10
  /// The most numbers in a message: MPI counts them in 32 bits.
  private static let mostAtOnce = 1 << 30

  private let communicator: any Communicator
  private let clock = WaitingClock()
  private let overlaps: Bool

  /// Workers that talk through a communicator.
  ///
  /// - Parameters:
  ///   - communicator: What they talk through.
  ///   - overlaps: Whether sums are formed while this process computes.
  public init(_ communicator: any Communicator, overlapping overlaps: Bool = true) {
    (self.communicator, self.overlaps) = (communicator, overlaps)
  }

  /// Starts sums that are formed while this process computes.
  public func startSums() -> any SumsInProgress {
    GradualSums(by: communicator, overlapping: overlaps, clock)
  }

  /// The communicator's, if sums may be formed while this process computes.
  public func commonMemory(byteCount: Int) throws -> (any CommonMemory)? {
    guard overlaps else { return nil }
    return try communicator.commonMemory(byteCount: byteCount).map { ClockedMemory($0, clock) }
  }

  /// The seconds for which this process has waited for the others so far.
  public var secondsWaited: Double { clock.seconds }

  /// The sums over all processes: of large tensors one by one, of all others at once.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  public func sums(of tensors: [Tensor]) throws -> [Tensor] {
    for tensor in tensors { tensor.evaluate() }
    let isSmall = tensors.map { $0.elementCount < Self.largeCount }
    var bucket = zip(tensors, isSmall).flatMap { $1 ? $0.scalars : [] }
    if !bucket.isEmpty { try bucket.withUnsafeMutableBufferPointer { try add($0) } }
    var start = 0
    return try zip(tensors, isSmall).map { tensor, isSmall in
      try Tensor(shape: tensor.shape) { values in
        if isSmall {
          _ = values.update(fromContentsOf: bucket[start..<(start + values.count)])
          start += values.count
        } else {
          tensor.withUnsafeBuffer { _ = values.update(fromContentsOf: $0) }
          try add(values)
        }
      }
    }
  }

  private func add(_ numbers: UnsafeMutableBufferPointer<Float>) throws(CommunicationFailure) {
    try clock.measure { () throws(CommunicationFailure) in try addInParts(numbers) }
  }

  private func addInParts(
    _ numbers: UnsafeMutableBufferPointer<Float>
  ) throws(CommunicationFailure) {
    for start in stride(from: 0, to: numbers.count, by: Self.mostAtOnce) {
      let end = min(start + Self.mostAtOnce, numbers.count)
      try communicator.allReduce(UnsafeMutableBufferPointer(rebasing: numbers[start..<end]))
    }
  }
}

/// Memory for which a clock measures the waiting.
private final class ClockedMemory: CommonMemory {
  private let memory: any CommonMemory
  private let clock: WaitingClock

  init(_ memory: any CommonMemory, _ clock: WaitingClock) {
    (self.memory, self.clock) = (memory, clock)
  }

  var start: UnsafeMutableRawPointer { memory.start }

  func leave(_ work: @escaping @Sendable () -> Bool) { memory.leave(work) }

  func wait(until holds: () -> Bool) throws { try clock.measure { try memory.wait(until: holds) } }
}

/// Measures for how long a process waits for others.
final class WaitingClock: Sendable {
  private let nanoseconds = Atomic<Int64>(0)

  /// The seconds measured so far.
  var seconds: Double { Double(nanoseconds.load(ordering: .relaxed)) * 1e-9 }

  func measure<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = ContinuousClock.now
    defer {
      let passed = Int64((ContinuousClock.now - start) / .nanoseconds(1))
      nanoseconds.wrappingAdd(passed, ordering: .relaxed)
    }
    return try body()
  }
}
