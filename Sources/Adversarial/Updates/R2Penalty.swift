import Preconditions
public import TensorCore

/// Penalizes the discriminator's gradient at generated images, as `R1Penalty` does at real ones.
///
/// γ/2 · mean ‖∇D(G(z))‖².
///
/// Source: Mescheder, Geiger and Nowozin 2018, "Which Training Methods for GANs Do Actually
/// Converge?", equation 10; beside R1 in Huang et al. 2024, arXiv:2501.05441.
public struct R2Penalty: GradientPenalty, ZeroCenteredPenalty {
  package let gamma: Float
  package var place: PenaltyPlace { .generated }

  /// A penalty with a weight γ.
  ///
  /// - Precondition: `gamma` is not negative.
  public init(gamma: Float = 10) {
    require(gamma >= 0, "R2Penalty: a gamma of \(gamma)")
    self.gamma = gamma
  }

  /// The penalty at generated images; see `GradientPenalty`.
  public func callAsFunction(
    of discriminator: any Discriminator,
    real: Examples,
    fake: Examples
  ) -> Tensor {
    value(ofSquaredNorms: squaredGradientNorms(of: discriminator, at: fake))
  }
}
