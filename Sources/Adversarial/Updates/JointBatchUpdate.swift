public import NeuralNetworks
public import Optimizers
public import TensorCore

/// The discriminator learns from one batch of real and generated images together, then the generator
/// from fresh latent vectors: the Keras tutorial's way.
///
/// The images that the discriminator learns from are made in inference mode, as Keras's `predict`
/// makes them.
public struct JointBatchUpdate: PlayersUpdate {
  private let generator: any Layer
  private let discriminator: any Layer
  private let generatorOptimizer: Optimizer
  private let discriminatorOptimizer: Optimizer
  private let objective: Objective
  private let regularization: Regularization

  /// An update of two players by their optimizers.
  public init(
    generator: any Layer,
    discriminator: any Layer,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating,
    regularization: Regularization = Regularization()
  ) {
    self.generator = generator
    self.discriminator = discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
    self.regularization = regularization
  }

  /// Moves both players once; see `PlayersUpdate`.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    let judgement = judgement(of: real, against: latent)
    try discriminatorOptimizer.minimize(judgement.loss)

    let fake = generator(latent(real.shape[0]))
    let generatorLoss = objective.generatorLoss(fake: discriminator(fake))
    try generatorOptimizer.minimize(generatorLoss)
    return UpdateResult(generatorLoss: generatorLoss, judgement)
  }

  /// Moves the discriminator alone; see `PlayersUpdate`.
  public func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws {
    try discriminatorOptimizer.minimize(judgement(of: real, against: latent).loss)
  }

  private func judgement(of real: Tensor, against latent: (_ count: Int) -> Tensor) -> Judgement {
    let count = real.shape[0]
    let fake = inference { generator(latent(count)) }
    let logits = discriminator(concatenate([real, fake]))
    // One mean over both halves is half the sum of their means.
    return Judgement(
      of: discriminator,
      real: (real, logits.slice(0..<count, along: 0)),
      fake: (fake, logits.slice(count..<(2 * count), along: 0)),
      objective,
      regularization,
      scale: 0.5
    )
  }
}
