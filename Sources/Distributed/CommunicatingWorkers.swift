public import TensorCore

/// The processes of a communicator as workers that share batches.
public struct CommunicatingWorkers: Workers {
  /// The numbers that are added up at once: enough to be worth a message, few enough to be held twice.
  private static let bucketCount = 8 << 20

  private let communicator: any Communicator

  /// Workers that talk through a communicator.
  public init(_ communicator: any Communicator) { self.communicator = communicator }

  /// The sums over all processes, of many tensors in few messages.
  ///
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  public func sums(of tensors: [Tensor]) throws -> [Tensor] {
    var bucket: [Float] = []
    bucket.reserveCapacity(tensors.reduce(0) { $0 + $1.elementCount })
    for tensor in tensors { bucket += tensor.scalars }
    try bucket.withUnsafeMutableBufferPointer { all in
      for start in stride(from: 0, to: all.count, by: Self.bucketCount) {
        let end = min(start + Self.bucketCount, all.count)
        try communicator.allReduce(UnsafeMutableBufferPointer(rebasing: all[start..<end]))
      }
    }
    var start = 0
    return tensors.map { tensor in
      defer { start += tensor.elementCount }
      return Tensor(Array(bucket[start..<(start + tensor.elementCount)]), shape: tensor.shape)
    }
  }
}
