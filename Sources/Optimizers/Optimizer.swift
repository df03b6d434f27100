public import NeuralNetworks
import Preconditions
public import TensorCore

/// Moves a model's parameters by a rule, and keeps what the rule remembers.
///
/// ```swift
/// let optimizer = Optimizer(of: generator, Adam(learningRate: 2e-4, beta1: 0.5))
/// try optimizer.minimize(loss)
/// ```
public final class Optimizer {
  /// The number of steps done.
  public internal(set) var step = 0
  /// The parameters, with their paths in the model.
  public let parameters: [Named<Parameter>]
  let rule: any UpdateRule
  /// The hooks that see all gradients before anything moves.
  private let hooks: [any GradientHook]
  /// The last hooks, which change each part of a gradient just before it moves its parameter.
  private let elementwiseHooks: [any ElementwiseGradientHook]
  private let schedule: LearningRateSchedule
  private let reducer: any GradientReducer
  /// For each parameter, the rule's own tensors, such as running averages of the gradient.
  var slots: [[Tensor]]

  /// An optimizer of all parameters of a model.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - rule: How a gradient moves a parameter.
  ///   - hooks: What is done to the gradients before, in this order.
  ///   - schedule: How the rule's learning rate changes.
  ///   - reducer: Where gradients of several workers become one.
  public init(
    of model: any Module,
    _ rule: any UpdateRule,
    hooks: [any GradientHook] = [],
    schedule: LearningRateSchedule = .constant,
    reducer: any GradientReducer = LocalGradients()
  ) {
    parameters = model.namedParameters
    self.rule = rule
    let last = hooks.reversed().prefix { $0 is any ElementwiseGradientHook }
    self.hooks = hooks.dropLast(last.count)
    elementwiseHooks = last.reversed().compactMap { $0 as? any ElementwiseGradientHook }
    self.schedule = schedule
    self.reducer = reducer
    slots = parameters.map { parameter in
      rule.slotNames.map { _ in .zeros(parameter.value.shape) }
    }
  }

  /// The learning rate of the next step.
  public var learningRate: Float { rule.learningRate * schedule.factor(at: step + 1) }

  /// Moves the parameters to make `loss` smaller.
  ///
  /// - Throws: What the gradient reducer throws.
  /// - Precondition: `loss` has one element.
  public func minimize(_ loss: Tensor, parameterValues: ParameterValues = .recorded) throws {
    try step(along: gradients(of: loss, parameterValues: parameterValues))
  }

  /// The gradients of `loss` with respect to the parameters, in their order.
  ///
  /// Dropping the loss before `step(along:)` frees the tape, and with it what would make the step copy
  /// parameters that the tape still shows.
  ///
  /// - Precondition: `loss` has one element.
  public func gradients(
    of loss: Tensor,
    parameterValues: ParameterValues = .recorded
  ) -> [Tensor] {
    TensorCore.gradients(
      of: loss,
      withRespectTo: parameters.map(\.value),
      parameterValues: parameterValues
    )
  }

  /// Moves the parameters along given gradients, one for each and in their order.
  ///
  /// - Throws: What the gradient reducer throws.
  /// - Precondition: There is a gradient of the right shape for each parameter.
  public func step(along gradients: [Tensor]) throws {
    let models = parameters.map(\.value)
    require(
      gradients.map(\.shape) == models.map(\.shape),
      "Optimizer: gradients of \(gradients.map(\.shape)) for \(models.map(\.shape))"
    )
    var gradients = try reducer.reduce(gradients)
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
