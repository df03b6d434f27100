public import NeuralNetworks
public import Optimizers
public import TensorCore

/// The discriminator moves first, then the generator against the discriminator that has moved, on the
/// same fakes: the PyTorch and the TensorFlow tutorial's way.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", algorithm 1 with k = 1.
public struct AlternatingUpdate: PlayersUpdate {
  private let generator: any Layer
  private let discriminator: any Layer
  private let generatorOptimizer: Optimizer
  private let discriminatorOptimizer: Optimizer
  private let objective: Objective
  private let discriminatorScale: Float

  /// An update of two players by their optimizers.
  ///
  /// - Parameters:
  ///   - generator: Turns latent vectors into images.
  ///   - discriminator: Tells real images from generated ones, by logits.
  ///   - generatorOptimizer: What moves the generator.
  ///   - discriminatorOptimizer: What moves the discriminator.
  ///   - objective: What both minimise.
  ///   - discriminatorScale: What the discriminator's loss is multiplied with: ½ where it is the mean
  ///     over real and generated images rather than the sum of both means.
  public init(
    generator: any Layer,
    discriminator: any Layer,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating,
    discriminatorScale: Float = 1
  ) {
    self.generator = generator
    self.discriminator = discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
    self.discriminatorScale = discriminatorScale
  }

  /// Moves both players once; see `PlayersUpdate`.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    let fake = generator(latent(real.shape[0]))
    let realLogits = discriminator(real)
    let fakeLogits = discriminator(fake.detached)
    let discriminatorLoss =
      objective.discriminatorLoss(real: realLogits, fake: fakeLogits) * discriminatorScale
    try discriminatorOptimizer.minimize(discriminatorLoss)

    let generatorLoss = objective.generatorLoss(fake: discriminator(fake))
    try generatorOptimizer.minimize(generatorLoss)
    return UpdateResult(
      generatorLoss: generatorLoss,
      discriminatorLoss: discriminatorLoss,
      realLogits: realLogits,
      fakeLogits: fakeLogits
    )
  }
}
