import Preconditions
import Synchronization
public import TensorCore

/// A tensor that is part of a module's state but is not learned, such as a running average.
public final class Buffer: Sendable {
  /// Whether it is a running average of what passes through the network, which depends on the weights and so is
  /// averaged with them.
  public let isRunningAverage: Bool
  private let current: Mutex<Tensor>

  /// The value, never on the tape.
  ///
  /// - Precondition: The new value has the same shape.
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

  /// A buffer with an initial value.
  public init(_ initial: Tensor, isRunningAverage: Bool = false) {
    self.isRunningAverage = isRunningAverage
    current = Mutex(initial.detached)
  }
}
