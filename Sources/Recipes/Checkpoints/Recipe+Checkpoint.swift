internal import Archives

extension Recipe {
  /// Reads the recipe of a checkpoint or snapshot, and nothing else of it.
  ///
  /// - Parameter path: The file.
  /// - Throws: `FileProblem` if the file holds none, or one that is not valid.
  public init(ofCheckpoint path: String) throws {
    let file = try CheckpointFile(path)
    if file.isSnapshot {
      self = try file.snapshotRecipe
    } else if let recipe = try file.recipe {
      self = recipe
    } else {
      throw FileProblem(path, found: "holds no recipe", expected: "a checkpoint written by Forger")
    }
  }

  /// Reads a recipe as checkpoints store it; problems name `path`.
  ///
  /// - Throws: `FileProblem` if it is not valid.
  public init(storedAs text: String, path: String) throws {
    var arrays = NamedArrays()
    let bytes = Array(text.utf8)
    arrays[Self.arrayName] = NumpyArray(shape: [bytes.count], elements: .uint8(bytes))
    guard let recipe = try Recipe(in: arrays, path: path) else {
      throw FileProblem(path, found: "holds no recipe", expected: "one")
    }
    self = recipe
  }

  /// The settings with their values as text, in the order of recipe files.
  package var settingTexts: [(name: String, text: String)] {
    Recipe.settings.settings.compactMap { setting in
      guard setting.isStored, let text = setting.text(self) else { return nil }
      return (setting.name, text)
    }
  }
}
