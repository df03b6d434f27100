internal import NeuralNetworks
internal import Optimizers
public import TensorCore

/// One forward pass of both networks, then both players move: Chainer's way.
///
/// The discriminator's logits for the fakes serve both losses. The discriminator moves first; the
/// generator's gradient then passes through the discriminator's *new* weights, but through the
/// activations, noise and batch statistics of the forward pass.
public struct SharedForwardUpdate: PlayersUpdate {
  private let game: Game

  /// An update of a game's players.
  public init(_ game: Game) { self.game = game }

  /// Moves both players once; see `PlayersUpdate`.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    let judgement = game.judgement(of: real, game.generator(latent(real.shape[0])))
    let generatorLoss = game.objective.generatorLoss(fake: judgement.fakeLogits)
    try game.discriminatorOptimizer.minimize(judgement.loss)
    try game.generatorOptimizer.minimize(generatorLoss, parameterValues: .current)
    return UpdateResult(generatorLoss: generatorLoss, judgement)
  }

  /// Moves the discriminator alone; see `PlayersUpdate`.
  public func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws {
    let fake = game.unrecordedImages(of: latent(real.shape[0]))
    try game.discriminatorOptimizer.minimize(game.judgement(of: real, fake).loss)
  }
}
