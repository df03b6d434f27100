public import Archives
public import Training

/// Settings of a recipe that a user changes for one run; `nil` leaves the recipe's.
public struct RecipeOverrides: Sendable {
  /// The data set's name or path.
  public var dataset: String?
  /// The number of images an iteration.
  public var batchSize: Int?
  /// The length of a latent vector.
  public var latentSize: Int?
  /// The width of the networks.
  public var channels: Int?
  /// What all random numbers follow from.
  public var seed: UInt64?
  /// Iterations from one log entry to the next.
  public var logInterval: Int?
  /// Iterations from one preview to the next.
  public var previewInterval: Int?
  /// Iterations from one snapshot to the next.
  public var snapshotInterval: Int?
  /// How long the run is; the recipe's epochs if `nil`.
  public var length: TrainingLength?

  /// No changes.
  public init() {}

  /// A recipe with the changes.
  ///
  /// - Throws: `RecipeProblem` where the result makes no sense.
  public func applied(to recipe: Recipe) throws(RecipeProblem) -> Recipe {
    var recipe = recipe
    recipe.dataset = dataset ?? recipe.dataset
    recipe.batchSize = batchSize ?? recipe.batchSize
    recipe.latent.size = latentSize ?? recipe.latent.size
    recipe.channels = channels ?? recipe.channels
    recipe.seed = seed ?? recipe.seed
    recipe.intervals.log = logInterval ?? recipe.intervals.log
    recipe.intervals.preview = previewInterval ?? recipe.intervals.preview
    recipe.intervals.snapshot = snapshotInterval ?? recipe.intervals.snapshot
    switch length {
    case .epochs(let count): recipe.epochs = count
    case .iterations(let count):
      try Recipe.check("iterations", count, in: 1...1_000_000_000)
    case nil: break
    }
    try recipe.validate()
    return recipe
  }

  /// Checks that a run can go on from a snapshot with the changes: what the networks are made of,
  /// and the seed that has been used, are settled.
  ///
  /// - Parameters:
  ///   - saved: The recipe in the snapshot.
  ///   - name: The recipe that was asked for, if any.
  ///   - path: The snapshot's file.
  /// - Throws: `FileProblem` that names the first setting that differs.
  public func check(against saved: Recipe, name: RecipeName?, path: String) throws(FileProblem) {
    func compare<Value: Equatable>(
      _ setting: String,
      _ saved: Value,
      _ wanted: Value?
    ) throws(FileProblem) {
      guard let wanted, wanted != saved else { return }
      throw FileProblem(
        path,
        found: "was trained with \(setting) \(saved)",
        expected: "\(setting) \(wanted), as asked for; leave it out to go on with \(saved)"
      )
    }
    try compare("recipe", saved.name.rawValue, name?.rawValue)
    try compare("channels", saved.channels, channels)
    try compare("latent-size", saved.latent.size, latentSize)
    try compare("seed", saved.seed, seed)
  }
}
