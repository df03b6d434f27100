public import NeuralNetworks
public import Optimizers
public import TensorCore

/// One forward pass of both networks, then both players move: Chainer's way.
///
/// The discriminator's logits for the fakes serve both losses. The discriminator moves first; the
/// generator's gradient then passes through the discriminator's *new* weights, but through the
/// activations, noise and batch statistics of the forward pass.
public struct SharedForwardUpdate: PlayersUpdate {
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
    let realLogits = discriminator(real)
    let fakeLogits = discriminator(generator(latent(real.shape[0])))
    let discriminatorLoss = objective.discriminatorLoss(real: realLogits, fake: fakeLogits)
    let generatorLoss = objective.generatorLoss(fake: fakeLogits)
    try discriminatorOptimizer.minimize(discriminatorLoss)
    try generatorOptimizer.minimize(generatorLoss, parameterValues: .current)
    return UpdateResult(
      generatorLoss: generatorLoss,
      discriminatorLoss: discriminatorLoss,
      realLogits: realLogits,
      fakeLogits: fakeLogits
    )
  }
}
