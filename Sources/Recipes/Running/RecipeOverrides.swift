public import Adversarial
public import Archives
public import Datasets
public import Evaluation
public import Imaging
internal import Terminal
public import Training

/// Settings of a recipe that a user changes for one run; `nil` leaves the recipe's.
public struct RecipeOverrides: Sendable {
  /// The data set's name or path.
  public var dataset: String?
  /// What happens to images of other proportions.
  public var crop: FittingRules.Crop?
  /// How images of other sizes are resized.
  public var resize: ResizingFilter?
  /// Whether images are in colour.
  public var color: ImageColor?
  /// Whether half of the images in each epoch are mirrored.
  public var flip: Bool?
  /// The number of images an iteration.
  public var batchSize: Int?
  /// The length of a latent vector.
  public var latentSize: Int?
  /// Height and width of the images that the networks see.
  public var imageSize: ImageSize?
  /// The width of the networks.
  public var channels: Int?
  /// What the players minimise.
  public var objective: Objective?
  /// What the discriminator's label of real images is short of 1.
  public var labelSmoothing: Float?
  /// The weight of the penalty on slopes between images.
  public var gradientPenalty: Float?
  /// The γ of the penalty on slopes at real images.
  public var r1: Float?
  /// The moves of the discriminator for each of the generator.
  public var discriminatorSteps: Int?
  /// The decay of the generator's moving average.
  public var averageDecay: Float?
  /// What all random numbers follow from.
  public var seed: UInt64?
  /// Iterations from one log entry to the next.
  public var logInterval: Int?
  /// Iterations from one preview to the next.
  public var previewInterval: Int?
  /// Iterations from one snapshot to the next.
  public var snapshotInterval: Int?
  /// Iterations from one evaluation to the next; 0 for none.
  public var evaluationInterval: Int?
  /// Samples that are evaluated.
  public var evaluationSamples: Int?
  /// What is measured.
  public var evaluationMetrics: MetricSelection?
  /// How long the run is.
  public var length: TrainingLength?

  /// No changes.
  public init() {}

  /// A recipe with the changes.
  ///
  /// - Throws: `RecipeProblem` where the result makes no sense.
  public func applied(to recipe: Recipe) throws(RecipeProblem) -> Recipe {
    var recipe = recipe
    recipe.dataset = dataset ?? recipe.dataset
    recipe.crop = crop ?? recipe.crop
    recipe.resize = resize ?? recipe.resize
    recipe.image.channels = color?.channels ?? recipe.image.channels
    recipe.flip = flip ?? recipe.flip
    recipe.batchSize = batchSize ?? recipe.batchSize
    recipe.latent.size = latentSize ?? recipe.latent.size
    recipe.image.height = imageSize?.height ?? recipe.image.height
    recipe.image.width = imageSize?.width ?? recipe.image.width
    recipe.channels = channels ?? recipe.channels
    recipe.objective = objective ?? recipe.objective
    recipe.labelSmoothing = labelSmoothing ?? recipe.labelSmoothing
    recipe.gradientPenalty = gradientPenalty ?? recipe.gradientPenalty
    recipe.r1 = r1 ?? recipe.r1
    recipe.discriminatorSteps = discriminatorSteps ?? recipe.discriminatorSteps
    recipe.averageDecay = averageDecay ?? recipe.averageDecay
    recipe.seed = seed ?? recipe.seed
    recipe.intervals.log = logInterval ?? recipe.intervals.log
    recipe.intervals.preview = previewInterval ?? recipe.intervals.preview
    recipe.intervals.snapshot = snapshotInterval ?? recipe.intervals.snapshot
    recipe.evaluation.interval = evaluationInterval ?? recipe.evaluation.interval
    recipe.evaluation.samples = evaluationSamples ?? recipe.evaluation.samples
    recipe.evaluation.metrics = evaluationMetrics ?? recipe.evaluation.metrics
    recipe.length = length ?? recipe.length
    try recipe.validate()
    return recipe
  }

  /// Checks that a run can go on from a snapshot with the changes: what the networks are made of,
  /// what they minimise and the seed that has been used are settled.
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
    try compare("crop", saved.crop.rawValue, crop?.rawValue)
    try compare("resize", saved.resize.rawValue, resize?.rawValue)
    try compare("color", ImageColor(channels: saved.image.channels).rawValue, color?.rawValue)
    try compare("flip", saved.flip, flip)
    try compare("image-size", ImageSize(of: saved.image), imageSize)
    try compare("channels", saved.channels, channels)
    try compare("latent-size", saved.latent.size, latentSize)
    try compare("objective", saved.objective.rawValue, objective?.rawValue)
    try compare("label-smoothing", plain(saved.labelSmoothing), labelSmoothing.map(plain))
    try compare("gradient-penalty", plain(saved.gradientPenalty), gradientPenalty.map(plain))
    try compare("r1", plain(saved.r1), r1.map(plain))
    try compare("discriminator-steps", saved.discriminatorSteps, discriminatorSteps)
    try compare("average", plain(saved.averageDecay), averageDecay.map(plain))
    try compare("seed", saved.seed, seed)
  }
}
