public import Archives
public import Datasets
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

  /// Moves both players once.
  ///
  /// - Returns: `gen/loss`, `dis/loss`, and the mean probabilities `D(x)` and `D(G(z))`.
  public func update(_ batch: ImageBatch) throws -> Observation {
    let recipe = players.recipe
    let result = try update(real: recipe.pixelRange.tensor(batch)) { count in
      recipe.latent.sample(count, using: players.latentStream)
    }
    return [
      "gen/loss": Double(result.generatorLoss),
      "dis/loss": Double(result.discriminatorLoss),
      "D(x)": Double(result.realProbability),
      "D(G(z))": Double(result.fakeProbability),
    ]
  }

  /// Networks, optimizers and random streams.
  public func state() throws -> NamedArrays { players.state() }

  /// Continues from a saved state; `path` is the file to blame.
  ///
  /// - Throws: `FileProblem` where the state does not fit the players.
  public func restore(from state: NamedArrays, path: String) throws {
    try players.restore(from: state, path: path)
  }
}
