public import TensorCore

/// Something done to the gradients before they move the parameters.
public protocol GradientHook: Sendable {
  /// Changes the gradients of the given parameters, which are in the same order.
  func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter])
}
