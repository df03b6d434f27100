public import TensorCore

/// Something done to the gradients before they move the parameters.
public protocol GradientHook: Sendable {
  /// Changes the gradients of the given parameters, which are in the same order.
  func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter])
}

/// A hook that changes every element of a gradient by itself: a formula on tensors.
///
/// An optimizer applies its last hooks, as far as they are of this kind, together with the step: memory is
/// read once for all of them, and what they make of the gradients is never written to it.
public protocol ElementwiseGradientHook: GradientHook {
  /// The changed gradient of a parameter, given its value; both of the same shape.
  func changed(_ gradient: Tensor, of parameter: Tensor) -> Tensor

  /// The same as part of a step that is one operation, where engines know it.
  var change: ParameterUpdate.GradientChange? { get }
}

extension ElementwiseGradientHook {
  /// Unknown to engines: the formula is computed.
  public var change: ParameterUpdate.GradientChange? { nil }

  /// Changes whole gradients.
  public func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter]) {
    withoutRecording {
      gradients = zip(gradients, parameters).map { changed($0, of: $1.value.detached) }
    }
  }
}
