internal import Adversarial
internal import Datasets
internal import Recipes

/// What the list of runs shows of one.
struct RunOverview: Encodable, Sendable {
  let number: Int
  let name: String
  let recipe: String?
  let dataset: String?
  let status: RunStatus
  let revision: Int
  let generatorLoss: Float?
  let discriminatorLoss: Float?
  /// The iteration of the newest preview.
  let preview: Int?
  /// When its log was written, in seconds since 1970.
  let changed: Double
}

/// What a run's own page shows, beside curves.
struct RunDetail: Encodable, Sendable {
  /// A warning at its place.
  struct Warning: Encodable, Sendable {
    let iteration: Int
    let text: String
  }

  let overview: RunOverview
  let path: String
  /// The lines of the run's summary: a label and a text each.
  let rows: [[String]]
  /// All settings: a name and a value each.
  let settings: [[String]]
  /// The iterations of the previews.
  let previews: [Int]
  /// The names of the checkpoints.
  let checkpoints: [String]
  let generator: GeneratorFacts?
  let warnings: [Warning]
  /// Why the recipe cannot be read, if it cannot.
  let problem: String?
  /// Lines of the log that were no entries.
  let skippedLines: Int
}

/// What the workbench has to know of a generator.
struct GeneratorFacts: Encodable, Sendable {
  let height: Int
  let width: Int
  let channels: Int
  let latentSize: Int
  /// Whether latent vectors are normal, and so can be truncated.
  let isNormal: Bool
  let classCount: Int
  let classNames: [String]
  let previewRows: Int
  let previewColumns: Int
  let previewSeed: UInt64

  /// The most classes that the page lists.
  private static let mostClasses = 2000

  /// The facts of a recipe.
  init(_ recipe: Recipe) {
    (height, width) = (recipe.image.height, recipe.image.width)
    channels = recipe.image.channels
    latentSize = recipe.latent.size
    isNormal = recipe.latent.distribution == .normal
    classCount = min(recipe.conditioning.classCount, Self.mostClasses)
    classNames = (0..<classCount).map(recipe.className(ofLabel:))
    (previewRows, previewColumns) = (recipe.preview.rows, recipe.preview.columns)
    previewSeed = recipe.preview.seed
  }
}
