internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import Training

/// A file with networks in it, a snapshot or an exported one, of which parts are read as they are needed:
/// first what it says of itself.
struct CheckpointFile {
  private let path: String
  private let head: NamedArrays
  /// The version of a snapshot's names.
  private let format: Int

  /// Reads the recipe and what tells a snapshot from an exported network.
  ///
  /// - Throws: `FileProblem` where it is no archive of arrays, or a later version's snapshot.
  init(_ path: String) throws(FileProblem) {
    let names = [Recipe.arrayName, "notes/" + Recipe.arrayName]
    head = try NPZ.read(path, limits: .checkpoints) {
      names.contains($0) || $0.hasPrefix("trainer/") || $0.hasPrefix("snapshot/")
    }
    format = try StateReader(snapshot: head, file: path).format
    self.path = path
  }

  /// Whether the file is a snapshot.
  var isSnapshot: Bool { head["trainer/iteration"] != nil }

  /// Whether its networks lie under the names and in the layout of another framework.
  var isExported: Bool { !isSnapshot || format == 0 }

  /// The recipe, if an exported network comes with one.
  var recipe: Recipe? { get throws { try Recipe(in: head, path: path) } }

  /// The recipe of a snapshot.
  var snapshotRecipe: Recipe {
    get throws {
      guard let recipe = try Recipe(in: head.section("notes/"), path: path) else {
        throw FileProblem(path, found: "holds no recipe", expected: "a snapshot written by Forger")
      }
      return recipe
    }
  }

  /// The arrays of an exported network.
  var network: NamedArrays {
    get throws(FileProblem) {
      try NPZ.read(path, limits: .checkpoints) { $0 != Recipe.arrayName }
    }
  }

  /// A section of a section of a snapshot, read now.
  func section(_ outer: String, _ inner: String) throws(FileProblem) -> StateReader {
    let arrays = try NPZ.read(path, limits: .checkpoints) { $0.hasPrefix(outer + inner) }
    return StateReader(arrays, file: path, format: format).section(outer).section(inner)
  }

  /// Sets a network to a section of a snapshot.
  func load(_ state: StateReader, into network: any Module) throws {
    if isExported {
      try ModelLayout(of: network).load(state, into: network)
    } else {
      try state.load(into: network)
    }
  }
}
