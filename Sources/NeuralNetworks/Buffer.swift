import Preconditions
public import TensorCore

/// A tensor that is part of a module's state but is not learned, such as a running average.
public final class Buffer: @unchecked Sendable {
  // Sendable: like a parameter, written by the one thread that trains.

  /// The value, never on the tape.
  ///
  /// - Precondition: Set to a tensor of the same shape.
  public var value: Tensor {
    didSet {
      require(
        value.shape == oldValue.shape,
        "Buffer: a value of \(value.shape) for shape \(oldValue.shape)"
      )
      value = value.detached
    }
  }

  /// A buffer with a first value.
  public init(_ initial: Tensor) { value = initial.detached }
}
