import ArgumentParser
import Recipes
import Training

/// What is trained on, for how long, and where it goes.
struct TrainingOptions: ParsableArguments {
  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp(
      "A data set's name (cifar10, mnist, fashion-mnist) or the path of images.",
      discussion: """
        A folder, .tar, .tar.gz or .zip of PNG and JPEG; CIFAR-10's .tar.gz or folder; IDX files.
        """,
      valueName: "name|path"
    )
  )
  var dataset: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the run's files go.", valueName: "dir"))
  var out = "result"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Images an iteration. (default: the recipe's)", valueName: "n")
  )
  var batchSize: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Passes over the data set, in all. (default: the recipe's)", valueName: "n")
  )
  var epochs: Int?

  @Option(help: ArgumentHelp("Iterations, in all, instead of epochs.", valueName: "n"))
  var iterations: Int?

  @Option(
    help: ArgumentHelp("What all random numbers follow from. (default: 0)", valueName: "n")
  )
  var seed: UInt64?

  /// How long the run is to be, if that was given.
  var length: TrainingLength? {
    epochs.map { .epochs($0) } ?? iterations.map { .iterations($0) }
  }

  func validate() throws {
    if epochs != nil && iterations != nil {
      throw ValidationError("--epochs and --iterations exclude each other; give one of them")
    }
    try check(dataset, isNotEmpty: "--dataset")
    try check(out, isNotEmpty: "--out")
  }

  /// Puts what was given into `overrides`.
  func apply(to overrides: inout RecipeOverrides) {
    overrides.dataset = dataset
    overrides.batchSize = batchSize
    overrides.seed = seed
    overrides.length = length
  }
}
