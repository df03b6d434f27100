public import TensorCore

/// A change to the gradients before parameters are updated.
public protocol GradientHook: Sendable {
  /// Changes the gradients of the given parameters, in the same order.
  func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter])
}

/// A hook that changes every element of a gradient independently: a formula on tensors.
///
/// An optimizer fuses its last hooks of this kind with the update: memory is read once for all of them, and
/// changed gradients are never written.
public protocol ElementwiseGradientHook: GradientHook {
  /// The changed gradient of a parameter with a value; all of the same shape.
  func changed(_ gradient: Tensor, of parameter: Tensor) -> Tensor

  /// The hook as part of an update operation, if engines know it.
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
