internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import Optimizers
internal import TensorCore
internal import Training

/// What a GAN took from another run before its first iteration.
public struct TakenWeights: Equatable, Sendable {
  /// The file that they were read from.
  public let path: String
  /// How many arrays both networks took, parameters and buffers.
  public let takenCount: Int
  /// How many arrays both networks have.
  public let count: Int
  /// What was drawn anew: "discriminator.toLogit.weight ([512, 1] there, [1024, 1] here)".
  public let drawn: [String]

  /// The most arrays that are named.
  private static let mostNamed = 3

  /// "taken from cats/snapshot_iter_900.npz: 30 of 36 arrays".
  var text: String { "taken from \(path): \(takenCount) of \(count) arrays" }

  /// "drawn anew: …", the first few of them; `nil` if all were taken.
  var remark: String? {
    if drawn.isEmpty { return nil }
    let rest = drawn.count - Self.mostNamed
    let more = rest > 0 ? " and \(rest) more" : ""
    return "drawn anew: " + drawn.prefix(Self.mostNamed).joined(separator: ", ") + more
  }
}

extension GAN {
  /// Takes the weights of another run's networks where they have the same shapes: its generator's EMA, if it has
  /// one, and its discriminator.
  ///
  /// Call it before the first iteration: optimizers and random streams stay as they are, and the EMA starts at
  /// what was taken.
  ///
  /// - Parameter other: The other run.
  /// - Returns: What was taken.
  /// - Throws: `FileProblem` where the other networks are of another architecture, have no weight of these
  ///   shapes, or lack a layer that is frozen here; nothing is changed then.
  public func start(from other: GeneratorCheckpoint) throws -> TakenWeights {
    guard other.recipe.name == recipe.name else {
      throw FileProblem(
        other.path,
        found: "holds networks of \(other.recipe.name)",
        expected: "those of \(recipe.name), the recipe of the new run"
      )
    }
    let transfers = [
      Transfer(name: "generator", network: generator, from: other.sampler.generator),
      Transfer(name: "discriminator", network: discriminator, from: try other.discriminator()),
    ]
    for transfer in transfers where !transfer.arrays.hasWeights {
      throw FileProblem(
        other.path,
        found: "has no weight of the \(transfer.name) in a shape that is needed: its channels is "
          + "\(other.recipe.channels), its latent-size \(other.recipe.latent.size)",
        expected: "networks like the new ones, of channels \(recipe.channels), latent-size "
          + "\(recipe.latent.size)"
      )
    }
    try checkFrozenLayers(areIn: transfers[1].arrays, of: other.path)
    for transfer in transfers { transfer.arrays.apply(to: transfer.network) }
    generatorAverage?.restart()
    let drawn = transfers.flatMap(\.drawn)
    let takenCount = transfers.reduce(0) { $0 + $1.arrays.taken.count }
    return TakenWeights(
      path: other.path,
      takenCount: takenCount,
      count: takenCount + drawn.count,
      drawn: drawn
    )
  }

  /// One of both networks, with what it takes.
  private struct Transfer {
    let name: String
    let network: any Module
    let arrays: WeightTransfer

    init(name: String, network: any Module, from other: any Module) {
      (self.name, self.network) = (name, network)
      arrays = WeightTransfer(from: other, to: network)
    }

    /// What is drawn anew, in words.
    var drawn: [String] {
      arrays.drawn.map { array in
        let there = array.there.map { "\($0) there" } ?? "none there"
        return "\(name).\(array.path) (\(there), \(array.here) here)"
      }
    }
  }

  /// Checks that no frozen layer would stay as it was drawn.
  private func checkFrozenLayers(
    areIn transfer: WeightTransfer,
    of path: String
  ) throws(FileProblem) {
    let frozen = Set(
      discriminator.parameters(ofFirstLayers: recipe.frozenLayers).map(ObjectIdentifier.init)
    )
    let paths = Set(
      discriminator.namedParameters.filter { frozen.contains(ObjectIdentifier($0.value)) }
        .map(\.path)
    )
    guard let array = transfer.drawn.first(where: { paths.contains($0.path) }) else { return }
    throw FileProblem(
      path,
      found: array.there.map { "has 'discriminator.\(array.path)' in shape \($0)" }
        ?? "lacks 'discriminator.\(array.path)'",
      expected:
        "shape \(array.here), since freeze-discriminator \(recipe.frozenLayers) keeps what it holds"
    )
  }
}

extension Recipe {
  /// The recipe of another run, for a new one that starts from its weights.
  ///
  /// Classes, if it has any, and what else follows from the images are left to the new dataset, and no layer is frozen.
  ///
  /// - Parameter run: The folder of the run, a snapshot or a generator's file.
  /// - Throws: `FileProblem` if there is none, or it holds no recipe.
  public init(startingFrom run: String) throws {
    let path = FileKind(at: run) == .folder ? try SnapshotFile.latest(in: run).path : run
    let file = try CheckpointFile(path)
    guard let recipe = file.isSnapshot ? try file.snapshotRecipe : try file.recipe else {
      throw FileProblem(path, found: "holds no recipe", expected: "a run's file")
    }
    self = recipe
    if classes != .none { (classes, classNames) = (.automatic, []) }
    for setting in architecture.imageSettings { own.reset(setting) }
    frozenLayers = 0
    initialRun = run
  }
}
