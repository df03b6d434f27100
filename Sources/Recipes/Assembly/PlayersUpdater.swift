internal import Adversarial
public import Archives
public import Datasets
internal import Optimizers
internal import TensorCore
public import Training

/// A recipe's update as the trainer repeats it.
public final class PlayersUpdater: Updater {
  private let players: Players
  private let update: any PlayersUpdate

  /// An updater of the given players.
  public init(_ players: Players) {
    self.players = players
    update = players.update
  }

  /// Moves both players once, the discriminator as often as the recipe says, and lets the generator's
  /// average follow.
  ///
  /// - Parameter batch: As many images as `Recipe.imagesPerIteration`.
  /// - Returns: `gen/loss`, `dis/loss`, and the mean probabilities `D(x)` and `D(G(z))`.
  /// - Throws: What the optimizers' gradient reducers throw.
  public func update(_ batch: ImageBatch) throws -> Observation {
    let recipe = players.recipe
    let result = try update(
      real: recipe.pixelRange.tensor(batch),
      discriminatorSteps: recipe.discriminatorSteps
    ) { count in
      recipe.latent.sample(count, using: players.latentStream)
    }
    players.generatorAverage?.follow()
    return [
      GANLog.generatorLoss: Double(result.generatorLoss),
      GANLog.discriminatorLoss: Double(result.discriminatorLoss),
      GANLog.realProbability: Double(result.realProbability),
      GANLog.fakeProbability: Double(result.fakeProbability),
    ]
  }

  /// Networks, optimizers and random streams.
  public func state() throws -> NamedArrays { players.state() }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit the players.
  public func restore(from state: StateReader) throws { try players.restore(from: state) }
}
