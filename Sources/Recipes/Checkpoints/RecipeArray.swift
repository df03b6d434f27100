public import Archives
public import Training

/// The recipe inside checkpoints: the array `recipe`, text as bytes.
extension Recipe {
  /// The name of the array.
  package static let arrayName = "recipe"

  /// The recipe as an array for a checkpoint.
  public var array: NumpyArray {
    let bytes = Array(storedText.utf8)
    return NumpyArray(shape: [bytes.count], elements: .uint8(bytes))
  }

  /// The recipe of a run to be resumed.
  ///
  /// - Throws: `FileProblem` if the snapshot has none, or one that is not valid.
  public init(resuming snapshot: SnapshotFile) throws {
    guard let recipe = try Recipe(in: snapshot.notes, path: snapshot.path) else {
      throw FileProblem(
        snapshot.path,
        found: "holds no recipe",
        expected: "a snapshot written by Forger"
      )
    }
    try recipe.check(sizesIn: StateReader(snapshot: snapshot.arrays, file: snapshot.path))
    self = recipe
  }

  /// The recipe in a checkpoint's arrays, or `nil` if there is none; problems name the file `path`.
  ///
  /// - Throws: `FileProblem` if it cannot be read or is not valid.
  public init?(in arrays: NamedArrays, path: String) throws {
    guard let array = arrays[Self.arrayName] else { return nil }
    guard case .uint8(let bytes) = array.elements, bytes.count <= 1 << 20 else {
      throw FileProblem(
        path,
        found: "'\(Self.arrayName)' is \(array.summary)",
        expected: "a text as bytes"
      )
    }
    do {
      self = try OlderRecipe.recipe(bytes, path: path) ?? Recipe(stored: bytes, path: path)
    } catch let problem as FileProblem {
      throw FileProblem(
        path,
        found: "holds a recipe that cannot be read: \(problem.found)",
        expected: problem.expected
      )
    }
  }
}
