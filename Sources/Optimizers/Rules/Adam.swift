import Foundation
import Preconditions
public import TensorCore

/// Adam: steps scaled by running averages of the gradient and of its square.
///
/// m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), and then, of step t, in
/// - TensorFlow 1's and Chainer's form: p ← p − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε),
/// - the paper's and PyTorch's form: p ← p − α/(1 − β₁ᵗ) · m/(√(v/(1 − β₂ᵗ)) + ε).
///
/// Source: Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1, and the
/// remark after it for the first form.
public struct Adam: UpdateRule, Codable, Equatable {
  /// Where ε stands.
  public enum Form: String, CaseIterable, Codable, Sendable {
    /// Beside the raw root: ε is not corrected for bias.
    case chainer
    /// Beside the corrected root.
    case pyTorch
  }

  /// α.
  public var learningRate: Float
  /// β₁, the memory of the gradient, in 0..<1.
  public var beta1: Float
  /// β₂, the memory of its square, in 0..<1.
  public var beta2: Float
  /// ε, what keeps the denominator from zero.
  public var epsilon: Float
  /// Where ε stands.
  public var form: Form
  /// The share of a parameter that each step takes away, times the learning rate: AdamW's decoupled
  /// decay.
  ///
  /// Source: Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2.
  public var decoupledWeightDecay: Float

  /// A rule; the defaults are the paper's.
  ///
  /// - Precondition: All numbers are in their ranges.
  public init(
    learningRate: Float = 1e-3,
    beta1: Float = 0.9,
    beta2: Float = 0.999,
    epsilon: Float = 1e-8,
    form: Form = .pyTorch,
    decoupledWeightDecay: Float = 0
  ) {
    require(
      learningRate >= 0 && (0..<1).contains(beta1) && (0..<1).contains(beta2) && epsilon > 0
        && decoupledWeightDecay >= 0,
      """
      Adam: learning rate \(learningRate), betas \(beta1) and \(beta2), epsilon \(epsilon), \
      decay \(decoupledWeightDecay)
      """
    )
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.form = form
    self.decoupledWeightDecay = decoupledWeightDecay
  }

  /// The running averages m and v.
  public var slotNames: [String] { ["m", "v"] }

  /// One step, as the formula says.
  public func updated(
    _ parameter: Tensor,
    gradient: Tensor,
    slots: [Tensor],
    step: Int,
    learningRate: Float
  ) -> (parameter: Tensor, slots: [Tensor]) {
    let (rate, rootScale) = factors(step: step, learningRate: learningRate)
    let m = slots[0] + (1 - beta1) * (gradient - slots[0])
    let v = slots[1] + (1 - beta2) * (gradient.squared - slots[1])
    let remaining = parameter * (1 - learningRate * decoupledWeightDecay)
    return (remaining - rate * m / (v.squareRoot * rootScale + epsilon), [m, v])
  }

  /// The same for engines.
  public func operation(step: Int, learningRate: Float) -> ParameterUpdate.Rule? {
    let (rate, rootScale) = factors(step: step, learningRate: learningRate)
    return .adam(
      rate: rate,
      rootScale: rootScale,
      beta1: beta1,
      beta2: beta2,
      epsilon: epsilon,
      remaining: 1 - learningRate * decoupledWeightDecay
    )
  }

  /// What makes both forms p − rate·m / (√v·rootScale + ε).
  private func factors(step: Int, learningRate: Float) -> (rate: Float, rootScale: Float) {
    let firstCorrection = 1 - pow(Double(beta1), Double(step))
    let secondRoot = (1 - pow(Double(beta2), Double(step))).squareRoot()
    return switch form {
    case .chainer: (Float(Double(learningRate) * secondRoot / firstCorrection), 1)
    case .pyTorch: (Float(Double(learningRate) / firstCorrection), Float(1 / secondRoot))
    }
  }
}
