import Preconditions
public import TensorCore

/// Penalizes the discriminator's gradient at real images, where it should find nothing to improve.
///
/// γ/2 · mean ‖∇D(x)‖².
///
/// Source: Mescheder, Geiger and Nowozin 2018, "Which Training Methods for GANs Do Actually
/// Converge?", equation 9.
public struct R1Penalty: GradientPenalty {
  private let gamma: Float

  /// A penalty; the paper's γ is 10.
  ///
  /// - Precondition: `gamma` is not negative.
  public init(gamma: Float = 10) {
    require(gamma >= 0, "R1Penalty: a gamma of \(gamma)")
    self.gamma = gamma
  }

  /// The penalty at real images; see `GradientPenalty`.
  public func callAsFunction(
    of discriminator: any Discriminator,
    real: Examples,
    fake: Examples
  ) -> Tensor {
    squaredGradientNorms(of: discriminator, at: real).mean() * (gamma / 2)
  }
}
