public import TensorCore

/// How a gradient moves a parameter, such as Adam or SGD: a formula on tensors.
///
/// A rule is a value; what it remembers of each parameter (momentum, …) lies in the slots that its
/// optimizer keeps for it. See CONTRIBUTING.md, "Adding an optimizer".
public protocol UpdateRule: Sendable {
  /// The step size where no schedule changes it.
  var learningRate: Float { get }

  /// A name for each slot, as in checkpoints; every slot has the parameter's shape and starts at zero.
  var slotNames: [String] { get }

  /// A parameter and its slots after one step.
  ///
  /// - Parameters:
  ///   - parameter: The parameter, of any shape.
  ///   - gradient: Its gradient, of the same shape.
  ///   - slots: Its slots, in the order of `slotNames`, of the same shape.
  ///   - step: The number of this step, 1 being the first.
  ///   - learningRate: The step size after the schedule.
  /// - Returns: The new values, of the same shapes.
  func updated(
    _ parameter: Tensor,
    gradient: Tensor,
    slots: [Tensor],
    step: Int,
    learningRate: Float
  ) -> (parameter: Tensor, slots: [Tensor])

  /// The same step as one operation, where engines have one: it reads memory once and writes in place.
  func operation(step: Int, learningRate: Float) -> ParameterUpdate.Rule?
}

extension UpdateRule {
  /// No operation of its own: the formula is computed.
  public func operation(step: Int, learningRate: Float) -> ParameterUpdate.Rule? { nil }
}
