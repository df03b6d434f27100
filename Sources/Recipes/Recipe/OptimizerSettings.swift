public import NeuralNetworks
public import Optimizers
public import TensorCore

/// The optimizer of one network, as a recipe states it.
public struct OptimizerSettings: Codable, Equatable, Sendable {
  /// How a gradient updates a parameter.
  public enum Rule: Codable, Equatable, Sendable {
    /// Adam.
    case adam(Adam)
    /// Stochastic gradient descent.
    case sgd(SGD)
  }

  /// How a gradient updates a parameter.
  public var rule: Rule
  /// The rate of weight decay; 0 for none.
  public var weightDecay: Float
  /// How the learning rate changes over the steps.
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
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - frozen: Parameters of the model that are not to be updated.
  /// - Returns: A new optimizer.
  /// - Precondition: Not all parameters are frozen.
  public func optimizer(of model: any Module, except frozen: [Parameter] = []) -> Optimizer {
    let hooks = weightDecay > 0 ? [WeightDecay(rate: weightDecay)] : []
    let rule: any UpdateRule =
      switch rule {
      case .adam(let adam): adam
      case .sgd(let sgd): sgd
      }
    return Optimizer(of: model, except: frozen, rule, hooks: hooks, schedule: schedule)
  }
}
