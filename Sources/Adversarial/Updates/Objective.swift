public import TensorCore

/// What the two players minimise, on the discriminator's logits.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", equation 1 and the end of
/// section 3.
public enum Objective: String, CaseIterable, Codable, Sendable {
  /// The generator maximises log D(G(z)): strong gradients while it loses.
  case nonSaturating = "non-saturating"
  /// The generator minimises log(1 − D(G(z))): the game's own value, which saturates while the
  /// generator loses.
  case minimax

  /// −mean log D(x) − mean log(1 − D(G(z))).
  public func discriminatorLoss(real: Tensor, fake: Tensor) -> Tensor {
    softplus(-real).mean() + softplus(fake).mean()
  }

  /// −mean log D(G(z)), or mean log(1 − D(G(z))).
  public func generatorLoss(fake: Tensor) -> Tensor {
    switch self {
    case .nonSaturating: softplus(-fake).mean()
    case .minimax: -softplus(fake).mean()
    }
  }
}
