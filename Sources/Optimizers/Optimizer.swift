public import NeuralNetworks
import Preconditions
public import TensorCore

/// Updates a model's parameters by a rule, and holds the rule's state.
///
/// ```swift
/// let optimizer = Optimizer(of: generator, Adam(learningRate: 2e-4, beta1: 0.5))
/// try optimizer.minimize(loss)
/// ```
public final class Optimizer {
  /// The number of steps done.
  public internal(set) var step = 0
  /// The parameters that it updates, with their paths in the model.
  public let parameters: [Named<Parameter>]
  let rule: any UpdateRule
  /// The hooks that see all gradients before any parameter is updated.
  private let hooks: [any GradientHook]
  /// The last hooks, which change each part of a gradient just before its parameter is updated.
  private let elementwiseHooks: [any ElementwiseGradientHook]
  private let schedule: LearningRateSchedule
  /// The rule's slots for each parameter, such as running averages of the gradient.
  var slots: [[Tensor]]

  /// An optimizer of a model's parameters.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - frozen: Parameters of the model that stay as they are; they have no state here.
  ///   - rule: The update rule.
  ///   - hooks: Changes to the gradients, in this order.
  ///   - schedule: How the rule's learning rate changes.
  /// - Precondition: Not all parameters are frozen.
  public init(
    of model: any Module,
    except frozen: [Parameter] = [],
    _ rule: any UpdateRule,
    hooks: [any GradientHook] = [],
    schedule: LearningRateSchedule = .constant
  ) {
    let kept = Set(frozen.map(ObjectIdentifier.init))
    parameters = model.namedParameters.filter { !kept.contains(ObjectIdentifier($0.value)) }
    require(!parameters.isEmpty, "Optimizer: all parameters are frozen")
    self.rule = rule
    let last = hooks.reversed().prefix { $0 is any ElementwiseGradientHook }
    self.hooks = hooks.dropLast(last.count)
    elementwiseHooks = last.reversed().compactMap { $0 as? any ElementwiseGradientHook }
    self.schedule = schedule
    slots = parameters.map { parameter in
      rule.slotNames.map { _ in .zeros(parameter.value.shape) }
    }
  }

  /// The learning rate of the next step.
  public var learningRate: Float { rule.learningRate * schedule.factor(at: step + 1) }

  /// Updates the parameters to reduce `loss`.
  ///
  /// A loss that is computed in the call, and kept nowhere else, gives its tape back before the update, as
  /// `gradients(of:)` describes.
  ///
  /// - Returns: The value of `loss` before the update, without its history.
  /// - Throws: If workers share batches and one of them is gone.
  /// - Precondition: `loss` has one element.
  @discardableResult
  public func minimize(
    _ loss: consuming Tensor,
    parameterValues: ParameterValues = .recorded
  ) throws -> Tensor {
    let value = loss.detached
    let gradients = gradients(of: loss, parameterValues: parameterValues)
    _ = consume loss
    try step(along: gradients)
    return value
  }

  /// The gradients of `loss` with respect to the parameters, in their order.
  ///
  /// Dropping the loss before `step(along:)` frees the tape, and with it the references that would force the
  /// update to copy parameters.
  ///
  /// - Precondition: `loss` has one element.
  public func gradients(
    of loss: Tensor,
    parameterValues: ParameterValues = .recorded
  ) -> [Tensor] {
    TensorCore.gradients(
      of: Context.current.share.map { loss * $0.weight } ?? loss,
      withRespectTo: parameters.map(\.value),
      parameterValues: parameterValues
    )
  }

  /// Updates the parameters along the given gradients, one for each and in their order.
  ///
  /// - Throws: If workers share batches and one of them is gone.
  /// - Precondition: There is a gradient of the same shape for each parameter.
  public func step(along gradients: [Tensor]) throws {
    let models = parameters.map(\.value)
    require(
      gradients.map(\.shape) == models.map(\.shape),
      "Optimizer: gradients of \(gradients.map(\.shape)) for \(models.map(\.shape))"
    )
    var gradients = try Context.current.share?.sums(of: gradients) ?? gradients
    for hook in hooks { hook(&gradients, of: models) }
    let rate = learningRate
    step += 1
    for index in models.indices {
      move(models[index], along: gradients[index], slots: &slots[index], rate: rate)
    }
  }

  private func move(
    _ parameter: Parameter,
    along gradient: Tensor,
    slots: inout [Tensor],
    rate: Float
  ) {
    let changes = elementwiseHooks.compactMap(\.change)
    if changes.count == elementwiseHooks.count,
      let operation = rule.operation(step: step, learningRate: rate)
    {
      let update = ParameterUpdate(operation, changes: changes)
      return parameter.apply(.update(update), [gradient], changing: &slots)
    }
    withoutRecording {
      let value = parameter.value.detached
      let changed = elementwiseHooks.reduce(gradient) { $1.changed($0, of: value) }
      (parameter.value, slots) = rule.updated(
        value,
        gradient: changed,
        slots: slots,
        step: step,
        learningRate: rate
      )
    }
  }
}
