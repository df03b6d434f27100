import Preconditions
public import TensorCore

/// The loss functions of both networks, on the discriminator's logits D.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", equation 1 and the end of section 3, and
/// the sources of the cases.
public enum Objective: String, CaseIterable, Codable, Sendable {
  /// Cross entropy; the generator maximizes log σ(D(G(z))), with strong gradients while it loses.
  case nonSaturating = "non-saturating"
  /// Cross entropy; the generator minimizes log(1 − σ(D(G(z)))), the value of the minimax game, which
  /// saturates while the generator loses.
  case minimax
  /// Squared distances from 1 for real images and 0 for generated ones.
  ///
  /// Source: Mao et al. 2017, "Least Squares Generative Adversarial Networks", equation 9.
  case leastSquares = "least-squares"
  /// The discriminator learns only from images inside the margin of ±1.
  ///
  /// Sources: Lim and Ye 2017, "Geometric GAN"; Miyato et al. 2018, "Spectral Normalization for
  /// Generative Adversarial Networks", equations 16 and 17.
  case hinge
  /// The difference of the means, an estimate of the Wasserstein distance. The discriminator's gradients must
  /// be bounded, as by `WassersteinPenalty`.
  ///
  /// Source: Arjovsky, Chintala and Bottou 2017, "Wasserstein GAN", algorithm 1.
  case wasserstein
  /// The discriminator tells which of a real and a generated image is the real one; the generator makes it
  /// err. The images of one place in both batches are a pair, so logits mean nothing but by their
  /// differences.
  ///
  /// Sources: Jolicoeur-Martineau 2018, "The Relativistic Discriminator"; Huang et al. 2024, "The GAN is
  /// dead; long live the GAN!", equation 2.
  case relativistic

  /// Whether logits are compared in pairs, one of a real and one of a generated image.
  public var isRelativistic: Bool { self == .relativistic }

  /// Whether the losses are cross entropies with labels, which can be smoothed.
  public var isCrossEntropy: Bool { self == .nonSaturating || self == .minimax }

  /// The discriminator's loss.
  ///
  /// | objective | loss |
  /// |---|---|
  /// | non-saturating, minimax | −mean log σ(D(x)) − mean log(1 − σ(D(G(z)))) |
  /// | least squares | ½ mean (D(x) − 1)² + ½ mean D(G(z))² |
  /// | hinge | mean max(0, 1 − D(x)) + mean max(0, 1 + D(G(z))) |
  /// | Wasserstein | mean D(G(z)) − mean D(x) |
  /// | relativistic | −mean log σ(D(x) − D(G(z))) |
  ///
  /// - Parameters:
  ///   - real: D(x), of any shape.
  ///   - fake: D(G(z)), of any shape.
  ///   - labelSmoothing: Real labels are 1 minus this: real images count as generated ones with this share
  ///     (Salimans et al. 2016, "Improved Techniques for Training GANs", section 3.4).
  /// - Returns: A scalar.
  /// - Precondition: `labelSmoothing` is 0 unless the objective is a cross entropy; the shapes are equal
  ///   where it is relativistic.
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
    case .relativistic: return pairLoss(winner: real, loser: fake)
    }
  }

  /// The generator's loss.
  ///
  /// | objective | loss |
  /// |---|---|
  /// | non-saturating | −mean log σ(D(G(z))) |
  /// | minimax | mean log(1 − σ(D(G(z)))) |
  /// | least squares | ½ mean (D(G(z)) − 1)² |
  /// | hinge, Wasserstein | −mean D(G(z)) |
  /// | relativistic | −mean log σ(D(G(z)) − D(x)) |
  ///
  /// - Parameters:
  ///   - fake: D(G(z)), of any shape.
  ///   - real: D(x), of the same shape; read where the objective is relativistic.
  /// - Returns: A scalar.
  /// - Precondition: There are logits of real images where the objective is relativistic.
  public func generatorLoss(fake: Tensor, real: Tensor? = nil) -> Tensor {
    guard isRelativistic else { return generatorLosses(fake: fake).mean() }
    guard let real else { fatalError("Objective: \(rawValue) without logits of real images") }
    return pairLoss(winner: fake, loser: real)
  }

  /// −mean log σ(winner − loser), of pairs of logits.
  private func pairLoss(winner: Tensor, loser: Tensor) -> Tensor {
    require(
      winner.shape == loser.shape,
      "Objective: \(rawValue) of logits of \(winner.shape) and \(loser.shape)"
    )
    return softplus(loser - winner).mean()
  }

  /// The terms of each logit, of any shape, whose mean is the generator's loss, as far as that can be said of one
  /// without its pair.
  package func generatorLosses(fake: Tensor) -> Tensor {
    switch self {
    case .nonSaturating: softplus(-fake)
    case .minimax: -softplus(fake)
    case .leastSquares: (fake - 1).squared * 0.5
    case .hinge, .wasserstein, .relativistic: -fake
    }
  }
}
