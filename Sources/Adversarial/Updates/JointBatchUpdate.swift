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
    let judgement = judgement(of: real, against: latent)
    try game.discriminatorOptimizer.minimize(judgement.loss)

    let fake = game.generator(latent(real.shape[0]))
    let generatorLoss = game.objective.generatorLoss(fake: game.discriminator(fake))
    try game.generatorOptimizer.minimize(generatorLoss)
    return UpdateResult(generatorLoss: generatorLoss, judgement)
  }

  /// Moves the discriminator alone; see `PlayersUpdate`.
  public func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws {
    try game.discriminatorOptimizer.minimize(judgement(of: real, against: latent).loss)
  }

  private func judgement(of real: Tensor, against latent: (_ count: Int) -> Tensor) -> Judgement {
    let count = real.shape[0]
    let fake = inference { game.generator(latent(count)) }
    let logits = game.discriminator(concatenate([real, fake]))
    // One mean over both halves is half the sum of their means.
    return Judgement(
      in: game,
      real: (real, logits.slice(0..<count, along: 0)),
      fake: (fake, logits.slice(count..<(2 * count), along: 0)),
      scale: 0.5
    )
  }
}
