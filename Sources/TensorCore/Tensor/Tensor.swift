/// A multi-dimensional array of Float32 values, optionally recorded on the tape.
///
/// Tensors are values: no operator changes its operands. Elements are contiguous in row-major order; images
/// are `[N, H, W, C]`. An operator on a recorded tensor records what the backward pass needs, and its result
/// is recorded too.
///
/// The current context's engine computes the values, at the latest when they are read.
public struct Tensor: Sendable {
  /// The values, shared by tensors with the same ones.
  let storage: Storage
  /// The length of each axis.
  public let shape: Shape
  /// The tensor's node on the tape, if it is recorded.
  let node: Node?

  init(_ storage: Storage, shape: Shape, node: Node? = nil) {
    assert(storage.count == shape.elementCount)
    self.storage = storage
    self.shape = shape
    self.node = node
  }

  /// The number of axes.
  public var rank: Int { shape.rank }

  /// The number of elements.
  public var elementCount: Int { shape.elementCount }

  /// Whether gradients can be asked for through this tensor.
  public var isTracked: Bool { node != nil }

  /// The same values detached from the tape: a constant for everything that follows.
  public var detached: Tensor { Tensor(storage, shape: shape) }

  /// The same values as a new leaf of the tape, whose gradient can be asked for.
  public var tracked: Tensor {
    Tensor(storage, shape: shape, node: Node(leafOf: shape))
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first values.
  public var description: String {
    let values = scalars.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return "Tensor \(shape) [\(values)\(elementCount > 8 ? ", …" : "")]"
  }
}
