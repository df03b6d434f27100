import Synchronization
internal import TensorCore

/// Sums over all processes that are formed in the background, a few large messages at a time.
///
/// A large tensor is a message of its own; small ones fill a bucket, which is sent when it is full. Messages start in
/// the order in which tensors are added, which is the same in every process.
///
/// Source: Li et al. 2020, "PyTorch Distributed: Experiences on Accelerating Data Parallel Training", section 3.2.
final class GradualSums: SumsInProgress {
  /// The numbers from which a tensor is a message of its own, and a bucket is full.
  private static let largeCount = 256 << 10

  private struct State {
    /// The small tensors that have not been sent.
    var open = Bucket()
    /// Where the sum of each tensor is.
    var places: [(bucket: Bucket, start: Int, shape: Shape)] = []
  }

  private let state = Mutex(State())
  private let communicator: any Communicator
  private let overlaps: Bool
  private let clock: WaitingClock

  init(by communicator: any Communicator, overlapping overlaps: Bool, _ clock: WaitingClock) {
    (self.communicator, self.overlaps, self.clock) = (communicator, overlaps, clock)
  }

  /// Where they travel between machines.
  var areSlow: Bool { overlaps && communicator.spansMachines }

  func add(_ tensor: Tensor) throws {
    // The tensor's own computation is no part of what the clock measures.
    tensor.evaluate()
    try state.withLock { state in
      let isLarge = tensor.elementCount >= Self.largeCount
      let bucket = isLarge ? Bucket() : state.open
      state.places.append((bucket, bucket.count, tensor.shape))
      bucket.add(tensor)
      guard bucket.count >= Self.largeCount else { return }
      if !isLarge { state.open = Bucket() }
      try send(bucket)
    }
  }

  func finish() throws {
    try state.withLock { state in
      if state.open.count > 0 { try send(state.open) }
    }
  }

  private func send(_ bucket: Bucket) throws(CommunicationFailure) {
    try clock.measure { () throws(CommunicationFailure) in
      try bucket.send(by: communicator)
      if !overlaps { try bucket.wait() }
    }
  }

  func sum(_ index: Int) throws -> Tensor {
    let place = state.withLock { $0.places[index] }
    try clock.measure { try place.bucket.wait() }
    return place.bucket.tensor(from: place.start, place.shape)
  }
}

/// Tensors that make up one message.
private final class Bucket: Sendable {
  private struct State {
    var tensors: [Tensor] = []
    var count = 0
    var sums: (any PendingSums)?
    var numbers: NumberBuffer?
  }

  private let state = Mutex(State())

  /// Nobody may free what is being written to.
  deinit { try? wait() }

  /// The numbers of all tensors.
  var count: Int { state.withLock { $0.count } }

  func add(_ tensor: Tensor) {
    state.withLock {
      $0.tensors.append(tensor)
      $0.count += tensor.elementCount
    }
  }

  func send(by communicator: any Communicator) throws(CommunicationFailure) {
    try state.withLock { state throws(CommunicationFailure) in
      let buffer = NumberBuffer(count: state.count)
      let tensors = state.tensors
      state.tensors = []
      state.numbers = buffer
      state.sums = try communicator.startAllReduce(buffer.numbers) { numbers in
        var start = 0
        for tensor in tensors {
          tensor.withUnsafeBuffer { values in
            let end = start + values.count
            _ = UnsafeMutableBufferPointer(rebasing: numbers[start..<end])
              .update(fromContentsOf: values)
            start = end
          }
        }
      }
    }
  }

  func wait() throws(CommunicationFailure) {
    try state.withLock { state throws(CommunicationFailure) in
      try state.sums?.wait()
      state.sums = nil
    }
  }

  /// Some of the sums, once they are there.
  func tensor(from start: Int, _ shape: Shape) -> Tensor {
    guard let (count, buffer) = state.withLock({ state in state.numbers.map { (state.count, $0) } })
    else { fatalError("GradualSums: a sum is asked for before `finish`") }
    if shape.elementCount == count { return buffer.tensor(shape) }
    return Tensor(shape: shape) { values in
      let end = start + values.count
      _ = values.update(fromContentsOf: buffer.numbers[start..<end])
    }
  }
}
