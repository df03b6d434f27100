public import TensorCore

/// Something done to the gradients before they move the parameters.
public protocol GradientHook: Sendable {
  /// Changes the gradients of the given parameters, which are in the same order.
  func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter])
}

/// A hook that changes every element of a gradient by itself.
///
/// An optimizer applies its last hooks, as far as they are of this kind, while it moves the parameters:
/// memory is read once for all of them, and what they make of the gradients is never written to it.
public protocol ElementwiseGradientHook: GradientHook {
  /// Changes the gradients of `count` elements of a parameter, given the elements.
  func change(_ gradients: UnsafeMutablePointer<Float>, of values: UnsafePointer<Float>, count: Int)
}

extension ElementwiseGradientHook {
  /// Changes whole gradients.
  public func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter]) {
    for (index, parameter) in parameters.enumerated() {
      gradients[index] = gradients[index].detached
      gradients[index].makeUnique()
      let values = parameter.value
      change(gradients[index].storage.base, of: values.storage.base, count: values.elementCount)
      withExtendedLifetime(values) {}
    }
  }
}
