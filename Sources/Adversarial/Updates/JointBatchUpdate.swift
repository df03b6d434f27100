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

  /// An update of two players by their optimizers.
  public init(
    generator: any Layer,
    discriminator: any Layer,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating
  ) {
    self.generator = generator
    self.discriminator = discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
  }

  /// Moves both players once; see `PlayersUpdate`.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    let count = real.shape[0]
    let fake = inference { generator(latent(count)) }
    let logits = discriminator(concatenate([real, fake]))
    let realLogits = logits.slice(0..<count, along: 0)
    let fakeLogits = logits.slice(count..<(2 * count), along: 0)
    // One mean over both halves is half the sum of their means.
    let discriminatorLoss = objective.discriminatorLoss(real: realLogits, fake: fakeLogits) * 0.5
    try discriminatorOptimizer.minimize(discriminatorLoss)

    let generatorLoss = objective.generatorLoss(fake: discriminator(generator(latent(count))))
    try generatorOptimizer.minimize(generatorLoss)
    return UpdateResult(
      generatorLoss: generatorLoss,
      discriminatorLoss: discriminatorLoss,
      realLogits: realLogits,
      fakeLogits: fakeLogits
    )
  }
}
