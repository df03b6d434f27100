import Preconditions
import Synchronization
public import TensorCore

/// A tensor that is part of a module's state but is not learned, such as a running average.
public final class Buffer: Sendable {
  private let current: Mutex<Tensor>

  /// The value, never on the tape.
  ///
  /// - Precondition: Set to a tensor of the same shape.
  public var value: Tensor {
    get { current.withLock { $0 } }
    set {
      let value = newValue.detached
      current.withLock { current in
        require(
          value.shape == current.shape,
          "Buffer: a value of \(value.shape) for shape \(current.shape)"
        )
        current = value
      }
    }
  }

  /// A buffer with a first value.
  public init(_ initial: Tensor) { current = Mutex(initial.detached) }
}
