internal import NeuralNetworks
internal import Optimizers
public import TensorCore

/// The discriminator learns from one batch of real and generated images together, then the generator
/// from fresh latent vectors: the Keras tutorial's way.
///
/// The images that the discriminator learns from are made in inference mode, as Keras's `predict`
/// makes them.
public struct JointBatchUpdate: PlayersUpdate {
  private let game: Game

  /// An update of a game's players.
  public init(_ game: Game) { self.game = game }

  /// Moves both players once; see `PlayersUpdate`.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    let judgement = try game.moveDiscriminator(by: judgement(of: real, against: latent))
    let fake = game.generator(latent(real.shape[0]))
    let generatorLoss = try game.moveGenerator(
      by: game.objective.generatorLoss(fake: game.discriminator(consume fake))
    )
    return UpdateResult(generatorLoss: generatorLoss, judgement)
  }

  /// Moves the discriminator alone; see `PlayersUpdate`.
  public func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws {
    _ = try game.moveDiscriminator(by: judgement(of: real, against: latent))
  }

  private func judgement(of real: Tensor, against latent: (_ count: Int) -> Tensor) -> Judgement {
    let fake = inference { game.generator(latent(real.shape[0])) }
    let logits = game.logitsOfOnePass(real, fake)
    // One mean over both halves is half the sum of their means.
    return Judgement(
      in: game,
      real: (real, logits.real),
      fake: (fake, logits.fake),
      scale: 0.5
    )
  }
}
