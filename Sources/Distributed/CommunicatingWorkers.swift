public import TensorCore

/// The processes of a communicator as workers that share batches.
public struct CommunicatingWorkers: Workers {
  /// The numbers from which a tensor is worth a message of its own, which spares copies.
  private static let largeCount = 16 << 10
  /// The most numbers in a message: MPI counts them in 32 bits.
  private static let mostAtOnce = 1 << 30

  private let communicator: any Communicator

  /// Workers that talk through a communicator.
  public init(_ communicator: any Communicator) { self.communicator = communicator }

  /// The sums over all processes: of large tensors one by one, of all others at once.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  public func sums(of tensors: [Tensor]) throws -> [Tensor] {
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
    for start in stride(from: 0, to: numbers.count, by: Self.mostAtOnce) {
      let end = min(start + Self.mostAtOnce, numbers.count)
      try communicator.allReduce(UnsafeMutableBufferPointer(rebasing: numbers[start..<end]))
    }
  }
}
