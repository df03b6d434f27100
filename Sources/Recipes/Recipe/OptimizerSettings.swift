public import NeuralNetworks
public import Optimizers

/// The optimizer of one player, as a recipe states it.
public struct OptimizerSettings: Codable, Equatable, Sendable {
  /// How a gradient moves a parameter.
  public enum Rule: Codable, Equatable, Sendable {
    /// Adam.
    case adam(learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, form: Adam.Form)
    /// Stochastic gradient descent.
    case sgd(learningRate: Float, momentum: Float, isNesterov: Bool, form: SGD.Form)
  }

  /// How a gradient moves a parameter.
  public var rule: Rule
  /// The rate of the weight decay hook; 0 for none.
  public var weightDecay: Float
  /// How the learning rate changes.
  public var schedule: LearningRateSchedule

  /// Settings.
  public init(
    _ rule: Rule,
    weightDecay: Float = 0,
    schedule: LearningRateSchedule = .constant
  ) {
    self.rule = rule
    self.weightDecay = weightDecay
    self.schedule = schedule
  }

  /// An optimizer of a model with these settings.
  public func optimizer(of model: any Module) -> Optimizer {
    let hooks = weightDecay > 0 ? [WeightDecay(rate: weightDecay)] : []
    return switch rule {
    case .adam(let learningRate, let beta1, let beta2, let epsilon, let form):
      Optimizer(
        of: model,
        Adam(
          learningRate: learningRate,
          beta1: beta1,
          beta2: beta2,
          epsilon: epsilon,
          form: form
        ),
        hooks: hooks,
        schedule: schedule
      )
    case .sgd(let learningRate, let momentum, let isNesterov, let form):
      Optimizer(
        of: model,
        SGD(
          learningRate: learningRate,
          momentum: momentum,
          isNesterov: isNesterov,
          form: form
        ),
        hooks: hooks,
        schedule: schedule
      )
    }
  }
}
