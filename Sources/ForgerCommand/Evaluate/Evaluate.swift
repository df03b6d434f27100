import ArgumentParser
import Datasets
import Evaluation
import Recipes
import TensorCore
import Terminal

/// `forger evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the quality of generated images.",
    usage: """
      forger evaluate [<options>] <checkpoint|images>
      forger evaluate --features-real <file.npy> --features-fake <file.npy>
      """,
    discussion: """
      Compares a generator's samples, or existing images, with a dataset. Fréchet and kernel distance, \
      precision, recall, density and coverage compare features: those of a classifier if \
      'forger classifier train' trained one on the dataset, otherwise of convolutions with random \
      weights. Results for different features or sample counts cannot be compared with each other, \
      nor with published FID, which uses an Inception network. docs/evaluation.md explains all metrics.

      METRICS:
        \(Metric.allCases.prefix(4).map(\.rawValue).joined(separator: ", ")),
        \(Metric.allCases.dropFirst(4).map(\.rawValue).joined(separator: ", "))

      EXAMPLES:
        The newest generator of a run, against its training dataset:
          forger evaluate result

        Three seeds of 10,000 samples each, with confidence intervals:
          forger evaluate result/gen_best.npz --seeds 3

        Images in a folder, against Fashion-MNIST:
          forger evaluate samples --dataset fashion-mnist

        A quick look:
          forger evaluate result --samples 2000 --metrics frechet,density-coverage

        Features of your own, an array [N, D] each:
          forger evaluate --features-real real.npy --features-fake fake.npy
      """
  )

  @Argument(
    help: "A generator's file, snapshot, folder of a run, dataset's name or path to images."
  )
  var candidate: String?

  @Option(
    name: [.customShort("i"), .long],
    help: ArgumentHelp(
      "The dataset to compare with. (default: the training dataset)",
      valueName: "name|path"
    )
  )
  var dataset: String?

  @Option(help: ArgumentHelp("Samples, and as many real images.", valueName: "n"))
  var samples = 10_000

  @Option(help: ArgumentHelp("Metrics to compute. (default: all)", valueName: "a,b,…"))
  var metrics: MetricSelection?

  @Option(help: ArgumentHelp("Number of seeds; several give intervals.", valueName: "n"))
  var seeds = 1

  @Option(help: ArgumentHelp("First random seed.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: "The split of the dataset to compare with.")
  var split = DatasetSplit.training

  @Option(help: ArgumentHelp("Features to compare.", valueName: "which"))
  var features = FeatureChoice.automatic

  @Option(help: ArgumentHelp("Your own features of real images.", valueName: "file.npy"))
  var featuresReal: String?

  @Option(help: ArgumentHelp("Your own features of generated images.", valueName: "file.npy"))
  var featuresFake: String?

  @OptionGroup var truncation: TruncationOption

  @Flag(help: "Print one line of JSON.")
  var json = false

  @OptionGroup var compute: ComputeOptions

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
        "features of your own replace images; give neither, or no features"
      )
    }
    let others = [
      ("--samples", samples != 10_000), ("--seeds", seeds != 1), ("--split", split != .training),
      ("--features", features != .automatic), ("--truncation", truncation.threshold != nil),
    ]
    if featuresReal != nil, let (option, _) = others.first(where: \.1) {
      throw ValidationError("\(option) goes with images, not with features of your own")
    }
    try check(samples, of: "--samples", isIn: 10...1_000_000)
    try check(seeds, of: "--seeds", isIn: 1...1000)
    let strangers = metrics?.metrics.filter { !$0.isOfFeaturesAlone } ?? []
    if featuresReal != nil, let first = strangers.first {
      throw ValidationError("--metrics names \(first.rawValue), which needs more than features")
    }
  }

  func run() throws {
    SpinCount.apply()
    let context = try compute.context()
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
      let advice = "'forger classifier train \(quoted(dataset))' makes better features"
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
    settings.truncation = truncation.truncation
    return settings
  }
}
