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
    let judgement = judgement(of: real, generator(latent(real.shape[0])))
    let generatorLoss = objective.generatorLoss(fake: judgement.fakeLogits)
    try discriminatorOptimizer.minimize(judgement.loss)
    try generatorOptimizer.minimize(generatorLoss, parameterValues: .current)
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
      regularization
    )
  }
}
