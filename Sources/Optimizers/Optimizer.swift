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
  let hooks: [any GradientHook]
  /// The last hooks, which change each part of a gradient just before its parameter is updated.
  private let elementwiseHooks: [any ElementwiseGradientHook]
  private let schedule: LearningRateSchedule
  /// Whether the next step measures the norm of all gradients together.
  public var measuresGradientNorm = false
  /// The norm that the last step which measured it found: the root of the sum of squares of all gradients together,
  /// before any hook.
  public private(set) var gradientNorm: Double?
  /// The rule's slots for each parameter, such as running averages of the gradient.
  var slots: [[Tensor]]
  /// The parameters that workers which see the same memory update in shards.
  var shards: [ShardedParameter?] = []

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
  /// Where workers share batches, they are those of the whole batch: they are added up over all workers while the
  /// backward pass goes back, and whoever reads them waits until that is done. All workers must ask for them.
  ///
  /// Dropping the loss before `step(along:)` frees the tape, and with it the references that would force the
  /// update to copy parameters.
  ///
  /// - Parameters:
  ///   - loss: The mean over this worker's part of the batch.
  ///   - earlier: This worker's own gradients of other parts of the loss, to which these are added.
  ///   - parameterValues: The values of parameters that the backward pass uses.
  /// - Returns: A gradient for each parameter, of its shape.
  /// - Precondition: `loss` has one element.
  public func gradients(
    of loss: Tensor,
    addedTo earlier: [Tensor]? = nil,
    parameterValues: ParameterValues = .recorded
  ) -> [Tensor] {
    let share = Context.current.share
    let sum = share.map(startSum)
    var isFinished = [Bool](repeating: false, count: parameters.count)
    func finished(_ index: Int, _ gradient: Tensor) -> Tensor {
      isFinished[index] = true
      let own = earlier.map { earlier in withoutRecording { earlier[index] + gradient } }
      return sum?.add(own ?? gradient, index) ?? own ?? gradient
    }
    var found = TensorCore.gradients(
      of: share.map { loss * $0.weight } ?? loss,
      withRespectTo: parameters.map(\.value),
      parameterValues: parameterValues,
      // What is complete early can be added up while the rest is computed.
      order: sum?.isSlow ?? false ? .nearestFirst : .newestFirst,
      finishing: finished
    )
    if earlier != nil {
      for index in found.indices where !isFinished[index] {
        found[index] = finished(index, found[index])
      }
    }
    sum?.finish()
    return found
  }

  /// This worker's own gradients of a part of the loss, to add others to.
  ///
  /// - Parameter loss: A part of the mean over this worker's part of the batch.
  /// - Returns: A gradient for each parameter, of its shape.
  /// - Precondition: `loss` has one element.
  public func ownGradients(of loss: Tensor) -> [Tensor] {
    TensorCore.gradients(
      of: Context.current.share.map { loss * $0.weight } ?? loss,
      withRespectTo: parameters.map(\.value)
    )
  }

  /// The whole batch's gradients where workers share batches, of each worker's own.
  ///
  /// - Parameter own: The gradients of the mean over this worker's part of the batch.
  /// - Returns: The gradients of the whole batch, which are read once they are added up.
  public func wholeGradients(of own: [Tensor]) -> [Tensor] {
    guard let share = Context.current.share else { return own }
    let sum = startSum(of: share)
    defer { sum.finish() }
    return withoutRecording {
      own.enumerated().map { index, gradient in sum.add(gradient * share.weight, index) }
    }
  }

  /// Updates the parameters along the given gradients, one for each and in their order.
  ///
  /// Gradients that are still being added up over several workers are waited for when the parameters are next read,
  /// as far as no hook reads them.
  ///
  /// - Throws: If workers share batches and one of them is known to be gone.
  /// - Precondition: There is a gradient of the same shape for each parameter.
  public func step(along gradients: [Tensor]) throws {
    let models = parameters.map(\.value)
    require(
      gradients.map(\.shape) == models.map(\.shape),
      "Optimizer: gradients of \(gradients.map(\.shape)) for \(models.map(\.shape))"
    )
    try Context.current.share?.check()
    var gradients = gradients
    if measuresGradientNorm { gradientNorm = norm(of: gradients) }
    for hook in hooks { hook(&gradients, of: models) }
    let rate = learningRate
    step += 1
    for (index, gradient) in gradients.enumerated() where !moveShard(index, gradient, rate) {
      move(models[index], along: gradient, slots: &slots[index], rate: rate)
    }
  }

  /// The next step as one operation, if engines have one.
  func operation(_ rate: Float) -> ParameterUpdate? {
    let changes = elementwiseHooks.compactMap(\.change)
    guard changes.count == elementwiseHooks.count,
      let operation = rule.operation(step: step, learningRate: rate)
    else { return nil }
    return ParameterUpdate(operation, changes: changes)
  }

  /// The norm of all parameters together.
  public var parameterNorm: Double { norm(of: parameters.map(\.value.value)) }

  private func move(
    _ parameter: Parameter,
    along gradient: Tensor,
    slots: inout [Tensor],
    rate: Float
  ) {
    if let update = operation(rate) {
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

/// The root of the sum of squares of all elements.
private func norm(of tensors: [Tensor]) -> Double {
  withoutRecording {
    tensors.reduce(0.0) { $0 + Double($1.detached.squared.sum().scalars[0]) }.squareRoot()
  }
}
