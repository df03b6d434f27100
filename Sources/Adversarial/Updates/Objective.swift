import Preconditions
public import TensorCore

/// What the two networks minimize, on the discriminator's logits D.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", equation 1 and the end of section 3,
/// and what the cases name.
public enum Objective: String, CaseIterable, Codable, Sendable {
  /// Cross entropy; the generator maximizes log σ(D(G(z))): strong gradients while it loses.
  case nonSaturating = "non-saturating"
  /// Cross entropy; the generator minimizes log(1 − σ(D(G(z)))): the game's own value, which saturates
  /// while the generator loses.
  case minimax
  /// Squared distances from 1 for real images and 0 for generated ones.
  ///
  /// Source: Mao et al. 2017, "Least Squares Generative Adversarial Networks", equation 9.
  case leastSquares = "least-squares"
  /// The discriminator learns only from images on the wrong side of ±1.
  ///
  /// Sources: Lim and Ye 2017, "Geometric GAN"; Miyato et al. 2018, "Spectral Normalization for
  /// Generative Adversarial Networks", equations 16 and 17.
  case hinge
  /// The difference of the means, an estimate of the distance by which probability has to be moved. The
  /// discriminator's gradients must be bounded, as by `WassersteinPenalty`.
  ///
  /// Source: Arjovsky, Chintala and Bottou 2017, "Wasserstein GAN", algorithm 1.
  case wasserstein

  /// Whether logits are compared with labels by cross entropy, so that labels can be smoothed.
  public var isCrossEntropy: Bool { self == .nonSaturating || self == .minimax }

  /// The discriminator's loss.
  ///
  /// | objective | loss |
  /// |---|---|
  /// | non-saturating, minimax | −mean log σ(D(x)) − mean log(1 − σ(D(G(z)))) |
  /// | least squares | ½ mean (D(x) − 1)² + ½ mean D(G(z))² |
  /// | hinge | mean max(0, 1 − D(x)) + mean max(0, 1 + D(G(z))) |
  /// | Wasserstein | mean D(G(z)) − mean D(x) |
  ///
  /// - Parameters:
  ///   - real: D(x), of any shape.
  ///   - fake: D(G(z)), of any shape.
  ///   - labelSmoothing: What the label of real images is short of 1: they count as generated ones
  ///     with this share (Salimans et al. 2016, "Improved Techniques for Training GANs", section 3.4).
  /// - Returns: A scalar.
  /// - Precondition: `labelSmoothing` is 0 unless the objective is a cross entropy.
  public func discriminatorLoss(real: Tensor, fake: Tensor, labelSmoothing: Float = 0) -> Tensor {
    require(
      labelSmoothing == 0 || isCrossEntropy,
      "Objective: labels smoothed by \(labelSmoothing) for \(rawValue), which has none"
    )
    switch self {
    case .nonSaturating, .minimax:
      let loss = softplus(-real).mean() + softplus(fake).mean()
      // (1 − s)·sp(−x) + s·sp(x) = sp(−x) + s·x.
      return labelSmoothing == 0 ? loss : loss + labelSmoothing * real.mean()
    case .leastSquares: return ((real - 1).squared.mean() + fake.squared.mean()) * 0.5
    case .hinge: return relu(1 - real).mean() + relu(1 + fake).mean()
    case .wasserstein: return fake.mean() - real.mean()
    }
  }

  /// The generator's loss, given D(G(z)) of any shape.
  ///
  /// | objective | loss |
  /// |---|---|
  /// | non-saturating | −mean log σ(D(G(z))) |
  /// | minimax | mean log(1 − σ(D(G(z)))) |
  /// | least squares | ½ mean (D(G(z)) − 1)² |
  /// | hinge, Wasserstein | −mean D(G(z)) |
  public func generatorLoss(fake: Tensor) -> Tensor { generatorLosses(fake: fake).mean() }

  /// What each of the logits, of any shape, contributes to the mean that is the generator's loss.
  package func generatorLosses(fake: Tensor) -> Tensor {
    switch self {
    case .nonSaturating: softplus(-fake)
    case .minimax: -softplus(fake)
    case .leastSquares: (fake - 1).squared * 0.5
    case .hinge, .wasserstein: -fake
    }
  }
}
