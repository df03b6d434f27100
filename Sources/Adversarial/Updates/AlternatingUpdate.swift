public import NeuralNetworks
public import Optimizers
public import TensorCore

/// The discriminator moves first, then the generator against the discriminator that has moved, on the
/// same fakes: the PyTorch and the TensorFlow tutorial's way.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", algorithm 1 where k is the number of `discriminatorSteps`.
public struct AlternatingUpdate: PlayersUpdate {
  private let generator: any Layer
  private let discriminator: any Layer
  private let generatorOptimizer: Optimizer
  private let discriminatorOptimizer: Optimizer
  private let objective: Objective
  private let regularization: Regularization
  private let discriminatorScale: Float

  /// An update of two players by their optimizers.
  ///
  /// - Parameters:
  ///   - generator: Turns latent vectors into images.
  ///   - discriminator: Tells real images from generated ones, by logits.
  ///   - generatorOptimizer: What moves the generator.
  ///   - discriminatorOptimizer: What moves the discriminator.
  ///   - objective: What both minimise.
  ///   - regularization: What the discriminator minimises besides.
  ///   - discriminatorScale: What the discriminator's loss, penalties included, is multiplied with: ½ where it is the mean
  ///     over real and generated images rather than the sum of both means.
  public init(
    generator: any Layer,
    discriminator: any Layer,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating,
    regularization: Regularization = Regularization(),
    discriminatorScale: Float = 1
  ) {
    self.generator = generator
    self.discriminator = discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
    self.regularization = regularization
    self.discriminatorScale = discriminatorScale
  }

  /// Moves both players once; see `PlayersUpdate`.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    let fake = generator(latent(real.shape[0]))
    let judgement = judgement(of: real, fake.detached)
    try discriminatorOptimizer.minimize(judgement.loss)

    let generatorLoss = objective.generatorLoss(fake: discriminator(fake))
    try generatorOptimizer.minimize(generatorLoss)
    return UpdateResult(generatorLoss: generatorLoss, judgement)
  }

  /// Moves the discriminator alone; see `PlayersUpdate`.
  public func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws {
    let fake = withoutRecording { generator(latent(real.shape[0])) }
    try discriminatorOptimizer.minimize(judgement(of: real, fake).loss)
  }

  private func judgement(of real: Tensor, _ fake: Tensor) -> Judgement {
    Judgement(
      of: discriminator,
      real: (real, discriminator(real)),
      fake: (fake, discriminator(fake)),
      objective,
      regularization,
      scale: discriminatorScale
    )
  }
}
