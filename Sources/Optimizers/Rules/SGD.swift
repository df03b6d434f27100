import Preconditions
public import TensorCore

/// Stochastic gradient descent, with momentum and Nesterov's look-ahead if asked for.
///
/// - Without momentum: p ← p − α·g.
/// - Chainer's and Keras's form: v ← μ·v − α·g, then p ← p + v, or with Nesterov p ← p + μ·v − α·g.
/// - PyTorch's form: v ← μ·v + g, then p ← p − α·v, or with Nesterov p ← p − α·(g + μ·v).
///
/// Chainer's `NesterovAG` writes the Nesterov step as μ²·v − (1 + μ)·α·g with the old v, which is
/// the same number. The forms differ when the learning rate changes.
///
/// Source: Sutskever et al. 2013, "On the Importance of Initialization and Momentum in Deep
/// Learning", equations 1 to 4.
public struct SGD: UpdateRule, Codable, Equatable {
  /// Whether the velocity contains the learning rate.
  public enum Form: String, CaseIterable, Codable, Sendable {
    /// It does.
    case keras
    /// It does not.
    case pyTorch
  }

  /// α.
  public var learningRate: Float
  /// μ, in 0..<1.
  public var momentum: Float
  /// Whether the step looks ahead.
  public var isNesterov: Bool
  /// Whether the velocity contains the learning rate.
  public var form: Form
  /// The share of a parameter that each step takes away, times the learning rate.
  public var decoupledWeightDecay: Float

  /// A rule.
  ///
  /// - Precondition: All numbers are in their ranges.
  public init(
    learningRate: Float,
    momentum: Float = 0,
    isNesterov: Bool = false,
    form: Form = .keras,
    decoupledWeightDecay: Float = 0
  ) {
    require(
      learningRate >= 0 && (0..<1).contains(momentum) && decoupledWeightDecay >= 0,
      "SGD: learning rate \(learningRate), momentum \(momentum), decay \(decoupledWeightDecay)"
    )
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.form = form
    self.decoupledWeightDecay = decoupledWeightDecay
  }

  /// The velocity, where there is momentum.
  public var slotNames: [String] { momentum == 0 ? [] : ["velocity"] }

  /// One step, as the formula says.
  public func updated(
    _ parameter: Tensor,
    gradient: Tensor,
    slots: [Tensor],
    step: Int,
    learningRate: Float
  ) -> (parameter: Tensor, slots: [Tensor]) {
    let remaining = parameter * (1 - learningRate * decoupledWeightDecay)
    guard let velocity = slots.first else { return (remaining - learningRate * gradient, []) }
    let shares = shares(learningRate: learningRate)
    let v = momentum * velocity + shares.gathered * gradient
    return (remaining + (shares.ofVelocity * v + shares.ofGradient * gradient), [v])
  }

  /// The same for engines.
  public func operation(step: Int, learningRate: Float) -> ParameterUpdate.Rule? {
    let remaining = 1 - learningRate * decoupledWeightDecay
    if momentum == 0 { return .gradientDescent(rate: learningRate, remaining: remaining) }
    let shares = shares(learningRate: learningRate)
    return .momentum(
      momentum: momentum,
      gathered: shares.gathered,
      ofVelocity: shares.ofVelocity,
      ofGradient: shares.ofGradient,
      remaining: remaining
    )
  }

  /// What the velocity gathers of the gradient, and what the step takes of both.
  private func shares(
    learningRate: Float
  ) -> (gathered: Float, ofVelocity: Float, ofGradient: Float) {
    (
      gathered: form == .keras ? -learningRate : 1,
      ofVelocity: (form == .keras ? 1 : -learningRate) * (isNesterov ? momentum : 1),
      ofGradient: isNesterov ? -learningRate : 0
    )
  }
}
