public import Training

/// The observations of a GAN's training step, and how a run shows them.
public enum GANLog {
  /// The generator's loss, its own included.
  public static let generatorLoss = "gen/loss"
  /// The discriminator's loss, penalties included.
  public static let discriminatorLoss = "dis/loss"
  /// The mean of σ(D(x)) over real images.
  public static let realProbability = "D(x)"
  /// The mean of σ(D(G(z))) over generated images.
  public static let fakeProbability = "D(G(z))"
  /// What the penalties add to the discriminator's loss, where there are any.
  public static let penalty = "dis/penalty"
  /// What the generator's own loss adds to its loss, where it has one: that of its sketches, say.
  public static let ownLoss = "gen/own"
  /// The mean of sign D(x) over real images, r, where augmentation is adaptive; that of sign (D(x) − D(G(z))) where
  /// the objective is relativistic.
  public static let realSign = "augment/r"
  /// The probability of each change of adaptive augmentation, p.
  public static let augmentationProbability = "augment/p"
  /// The seconds of an iteration for which the first of several processes waited for the others' sums.
  public static let communicationTime = "communication/time"
  /// By which part the slowest of several processes computed longer than they did on average.
  public static let communicationImbalance = "communication/imbalance"

  /// The norm of the generator's gradients, where norms are logged.
  public static let generatorGradient = "gradient/gen"
  /// The norm of the discriminator's gradients.
  public static let discriminatorGradient = "gradient/dis"
  /// The norm of the generator's weights.
  public static let generatorWeights = "weights/gen"
  /// The norm of the discriminator's weights.
  public static let discriminatorWeights = "weights/dis"

  /// The columns of a run's table: epoch, iteration and both losses.
  public static let columns = ["epoch", "iteration", generatorLoss, discriminatorLoss]

  /// The panels of a run's curves: both losses, D(x) and D(G(z)), and each quantity in `quality` that an
  /// evaluation observes.
  public static func panels(quality: [String] = []) -> [LossCurves.Panel] {
    let (real, fake) = ("#2166ac", "#e08214")
    let losses = [
      LossCurves.Curve(discriminatorLoss, labeled: "discriminator", color: real),
      LossCurves.Curve(generatorLoss, labeled: "generator", color: fake),
    ]
    let outputs = [
      LossCurves.Curve(realProbability, labeled: "D(x), of real images", color: real),
      LossCurves.Curve(fakeProbability, labeled: "D(G(z)), of generated ones", color: fake),
    ]
    return [
      LossCurves.Panel("Losses", losses),
      // At one half the discriminator cannot tell real and generated images apart.
      LossCurves.Panel("The discriminator's output", outputs, showing: 0...1, mark: 0.5),
    ]
      + quality.map { name in
        LossCurves.Panel(name, [LossCurves.Curve(name, labeled: name, color: "#1b7837")])
      }
  }
}
