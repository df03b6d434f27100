internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import Training

/// A file with networks in it, a snapshot or an exported checkpoint, read in parts as they are needed.
struct CheckpointFile {
  private let path: String
  private let head: NamedArrays
  /// The version of a snapshot's format.
  private let format: Int

  /// Reads the recipe and what distinguishes a snapshot from an exported network.
  ///
  /// - Throws: `FileProblem` if it is not an archive of arrays, or is a snapshot of a later version.
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

  /// Whether its networks have the names and layout of another framework.
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

  /// Reads a nested section of a snapshot.
  func section(_ outer: String, _ inner: String) throws(FileProblem) -> StateReader {
    let arrays = try NPZ.read(path, limits: .checkpoints) { $0.hasPrefix(outer + inner) }
    return StateReader(arrays, file: path, format: format).section(outer).section(inner)
  }

  /// Loads a section of a snapshot into a network.
  func load(_ state: StateReader, into network: any Module) throws {
    if isExported {
      try ModelLayout(of: network).load(state, into: network)
    } else {
      try state.load(into: network)
    }
  }
}
