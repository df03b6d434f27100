public import TensorCore

/// How a gradient updates a parameter, such as Adam or SGD: a formula on tensors.
///
/// A rule is a value; its state for each parameter (momentum, …) is in slots that the optimizer keeps. See
/// CONTRIBUTING.md, "Adding an optimizer".
public protocol UpdateRule: Sendable {
  /// The learning rate before any schedule.
  var learningRate: Float { get }

  /// A name for each slot, as in checkpoints; every slot has the parameter's shape and starts at zero.
  var slotNames: [String] { get }

  /// A parameter and its slots after one step.
  ///
  /// - Parameters:
  ///   - parameter: The parameter, of any shape.
  ///   - gradient: Its gradient, of the same shape.
  ///   - slots: Its slots, in the order of `slotNames`, of the same shape.
  ///   - step: The number of this step, counted from 1.
  ///   - learningRate: The learning rate after the schedule.
  /// - Returns: The new values, of the same shapes.
  func updated(
    _ parameter: Tensor,
    gradient: Tensor,
    slots: [Tensor],
    step: Int,
    learningRate: Float
  ) -> (parameter: Tensor, slots: [Tensor])

  /// The step as one operation, if engines have one, which reads memory once and writes in place.
  func operation(step: Int, learningRate: Float) -> ParameterUpdate.Rule?
}

extension UpdateRule {
  /// No single operation: the formula is computed.
  public func operation(step: Int, learningRate: Float) -> ParameterUpdate.Rule? { nil }
}
