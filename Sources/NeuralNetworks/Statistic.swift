public import TensorCore

/// A tensor that a layer observes rather than learns, such as a running average.
public final class Statistic: @unchecked Sendable {
  // Sendable: like a parameter, written by the one thread that trains.

  /// The value, never on the tape.
  ///
  /// - Precondition: Set to a tensor of the same shape.
  public var value: Tensor {
    didSet {
      require(
        value.shape == oldValue.shape,
        "Statistic: a value of \(value.shape) for shape \(oldValue.shape)"
      )
      value = value.detached
    }
  }

  /// A statistic with a first value.
  public init(_ initial: Tensor) { value = initial.detached }
}
