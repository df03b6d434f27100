internal import NeuralNetworks
internal import Optimizers
public import TensorCore

/// The discriminator moves first, then the generator against the discriminator that has moved, on the
/// same fakes: the PyTorch and the TensorFlow tutorial's way.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", algorithm 1, where k is the number of
/// `discriminatorSteps`.
public struct AlternatingUpdate: PlayersUpdate {
  private let game: Game
  private let discriminatorScale: Float

  /// An update of a game's players.
  ///
  /// - Parameters:
  ///   - game: Who plays.
  ///   - discriminatorScale: What the discriminator's loss, penalties included, is multiplied with: ½
  ///     where it is the mean over real and generated images rather than the sum of both means.
  public init(_ game: Game, discriminatorScale: Float = 1) {
    self.game = game
    self.discriminatorScale = discriminatorScale
  }

  /// Moves both players once; see `PlayersUpdate`.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    let fake = game.generator(latent(real.shape[0]))
    let judgement = try game.moveDiscriminator(
      by: game.judgement(of: real, fake.detached, scale: discriminatorScale)
    )
    let generatorLoss = try game.moveGenerator(
      by: game.objective.generatorLoss(fake: game.discriminator(consume fake))
    )
    return UpdateResult(generatorLoss: generatorLoss, judgement)
  }

  /// Moves the discriminator alone; see `PlayersUpdate`.
  public func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws {
    let fake = game.unrecordedImages(of: latent(real.shape[0]))
    _ = try game.moveDiscriminator(
      by: game.judgement(of: real, fake, scale: discriminatorScale)
    )
  }
}
