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
    let found = try game.moveDiscriminator(by: judgement)
    let loss = try game.moveGenerator(by: generatorLoss, parameterValues: .current)
    return UpdateResult(generatorLoss: loss, found)
  }

  /// Moves the discriminator alone; see `PlayersUpdate`.
  public func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws {
    let fake = game.unrecordedImages(of: latent(real.shape[0]))
    _ = try game.moveDiscriminator(by: game.judgement(of: real, fake))
  }
}
