import ArgumentParser
import Datasets
import Evaluation
import Recipes
import TensorCore
import Terminal

/// `forger evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say in numbers how good pictures are.",
    usage: """
      forger evaluate [<options>] <checkpoint|images>
      forger evaluate --features-real <file.npy> --features-fake <file.npy>
      """,
    discussion: """
      Compares what a generator makes, or images that are there, with a dataset. Fréchet and kernel \
      distance, precision, recall, density and coverage are of features: those of a classifier where \
      'forger classifier train' made one of the dataset, else of convolutions with random weights. \
      Numbers by different features, or of different counts of samples, cannot be compared; nor can \
      Forger's with those by an Inception network. docs/evaluation.md explains them all.

      METRICS:
        \(Metric.allCases.prefix(4).map(\.rawValue).joined(separator: ", ")),
        \(Metric.allCases.dropFirst(4).map(\.rawValue).joined(separator: ", "))

      EXAMPLES:
        The newest generator of a run, against the dataset that it learned from:
          forger evaluate result

        Three times 10,000 samples, with intervals:
          forger evaluate result/gen_best.npz --seeds 3

        Pictures in a folder, against Fashion-MNIST:
          forger evaluate samples --dataset fashion-mnist

        Fast, for a look:
          forger evaluate result --samples 2000 --metrics frechet,density-coverage

        Features of your own, an array [N, D] each:
          forger evaluate --features-real real.npy --features-fake fake.npy
      """
  )

  @Argument(
    help: "A generator's file, a snapshot, the folder of a run, a dataset's name or images' path."
  )
  var candidate: String?

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp(
      "What to compare with. (default: what the generator learned from)",
      valueName: "name|path"
    )
  )
  var dataset: String?

  @Option(help: ArgumentHelp("Images on each side.", valueName: "n"))
  var samples = 10_000

  @Option(help: ArgumentHelp("What to measure. (default: all)", valueName: "a,b,…"))
  var metrics: MetricSelection?

  @Option(help: ArgumentHelp("Samples of so many seeds; several give intervals.", valueName: "n"))
  var seeds = 1

  @Option(help: ArgumentHelp("The first seed.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: "The part of the dataset to compare with.")
  var split = DatasetSplit.training

  @Option(help: ArgumentHelp("The features to compare by.", valueName: "which"))
  var features = FeatureChoice.automatic

  @Option(help: ArgumentHelp("Features of real images, of your own.", valueName: "file.npy"))
  var featuresReal: String?

  @Option(help: ArgumentHelp("Features of generated images, of your own.", valueName: "file.npy"))
  var featuresFake: String?

  @Flag(help: "Print one line of JSON.")
  var json = false

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try check(candidate, isNotEmpty: "what to evaluate")
    try check(dataset, isNotEmpty: "--dataset")
    try check(featuresReal, isNotEmpty: "--features-real")
    try check(featuresFake, isNotEmpty: "--features-fake")
    guard (featuresReal == nil) == (featuresFake == nil) else {
      throw ValidationError("--features-real and --features-fake go together; give both")
    }
    if featuresReal == nil && candidate == nil {
      throw ValidationError("nothing to evaluate; give a checkpoint, a run's folder or images")
    }
    if featuresReal != nil && (candidate != nil || dataset != nil) {
      throw ValidationError(
        "features of your own stand for all images; give neither, or no features"
      )
    }
    let others = [
      ("--samples", samples != 10_000), ("--seeds", seeds != 1), ("--split", split != .training),
      ("--features", features != .automatic),
    ]
    if featuresReal != nil, let (option, _) = others.first(where: \.1) {
      throw ValidationError("\(option) goes with pictures, not with features of your own")
    }
    try check(samples, of: "--samples", isIn: 10...1_000_000)
    try check(seeds, of: "--seeds", isIn: 1...1000)
    let strangers = metrics?.metrics.filter { !$0.isOfFeaturesAlone } ?? []
    if featuresReal != nil, let first = strangers.first {
      throw ValidationError("--metrics names \(first.rawValue), which features alone do not tell")
    }
  }

  func run() throws {
    SpinCount.apply()
    let context = threads.context()
    var report =
      if let featuresReal, let featuresFake {
        try context.run {
          try FeatureComparison(real: featuresReal, fake: featuresFake)
            .run(metrics.map { Set($0.metrics) }, seed: seed)
        }
      } else {
        try EvaluationRun(settings, cache: EvaluationCache(), in: context).run()
      }
    if let dataset = report.datasetForClassifier {
      let advice = "'forger classifier train \(quoted(dataset))' makes a better judge"
      report.facts.append(("note", advice))
    }
    try Console.standardOutput().printResult(
      json ? [report.json] : report.lines + ["", "  took \(report.duration)"]
    )
  }

  private var settings: EvaluationRun.Settings {
    var settings = EvaluationRun.Settings(of: candidate ?? "")
    settings.dataset = dataset
    settings.split = split
    settings.samples = samples
    settings.metrics = metrics.map { Set($0.metrics) }
    settings.seeds = seeds
    settings.firstSeed = seed
    settings.features = features
    return settings
  }
}
