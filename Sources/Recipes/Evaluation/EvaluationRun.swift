public import Adversarial
internal import Archives
public import Datasets
public import Evaluation
public import TensorCore
internal import Training

/// An evaluation of a generator, a folder of images or a dataset against a dataset.
public struct EvaluationRun {
  /// The candidate and the options; the defaults are those of `forger evaluate`.
  public struct Settings: Sendable {
    /// A checkpoint, the folder of a run, a dataset's name or a path to images.
    public var candidate: String
    /// The dataset's name or path; the checkpoint's own if `nil`.
    public var dataset: String?
    /// The split that real images are drawn from.
    public var split = DatasetSplit.training
    /// The number of samples, and of real images.
    public var samples = 10_000
    /// The metrics to compute; all that can be if `nil`.
    public var metrics: Set<Metric>?
    /// The number of seeds, each giving other samples.
    public var seeds = 1
    /// The first seed.
    public var firstSeed: UInt64 = 0
    /// The features to compare.
    public var features = FeatureChoice.automatic
    /// How a generator's latent vectors are truncated, if they are.
    public var truncation: Truncation?

    /// Settings for a candidate.
    public init(of candidate: String) { self.candidate = candidate }
  }

  /// What an evaluation was asked for but lacks.
  public enum Problem: Error, Equatable {
    /// Neither the candidate nor the settings name a dataset to compare with.
    case noDataset(candidate: String)
    /// The dataset has no test split.
    case noTestSplit(dataset: String)
    /// Classes were to be compared, but those of the candidate and of the real images differ, or there are none.
    case noClasses(candidate: String, found: String)
    /// The Inception score needs a trained classifier, but there are only other features.
    case noClassifier(features: String)
  }

  private let settings: Settings
  private let cache: EvaluationCache?
  private let context: Context

  /// An evaluation, not yet started.
  public init(_ settings: Settings, cache: EvaluationCache?, in context: Context = .current) {
    (self.settings, self.cache, self.context) = (settings, cache, context)
  }

  /// Evaluates.
  ///
  /// - Throws: `FileProblem` for unusable checkpoints and data; `EvaluationProblem` if a metric cannot be
  ///   computed from them; `Problem` if the settings ask for something that is missing.
  public func run() throws -> EvaluationReport { try context.run { try evaluate() } }

  private func evaluate() throws -> EvaluationReport {
    let clock = ContinuousClock()
    let start = clock.now
    var candidate = try Candidate(settings.candidate, truncatedBy: settings.truncation)
    guard let dataset = settings.dataset ?? candidate.dataset else {
      throw Problem.noDataset(candidate: settings.candidate)
    }
    let training = try Datasets.open(dataset)
    let extractor = try settings.features.extractor(
      for: training,
      from: dataset,
      images: candidate.source.shape,
      in: cache
    )
    let real = try realPart(training, dataset)
      .adapted(to: candidate.source.shape, by: candidate.rules)
    let classes = SharedClasses(of: candidate, and: real)
    if classes.areShared {
      candidate.makeSamples(ofClasses: RealReference.labels(of: real, count: settings.samples))
    }
    let metrics = try metrics(with: extractor, classes, of: candidate)
    let reader = SampleReader(metrics, extractor, images: candidate.source.shape)
    let reference = try RealReference(
      real,
      count: settings.samples,
      reader: reader,
      classCount: candidate.classCount,
      cache: cache
    )
    let evaluator = Evaluator(against: reference)
    let count = min(settings.samples, candidate.source.count ?? settings.samples)
    // All images of a folder are the same images whatever the seed.
    let isAll = count == candidate.source.count
    let seeds = (0..<UInt64(isAll ? 1 : settings.seeds)).map { settings.firstSeed &+ $0 }
    let observed = try seeds.map { seed in
      try evaluator.measure(candidate.source, count: count, seed: seed)
    }
    let others = try reference.evaluateOthers(of: real, evaluator)
    let facts = Facts(
      settings: settings,
      candidate: candidate,
      dataset: dataset,
      real: real,
      reference: reference,
      classes: classes,
      count: count,
      seeds: seeds,
      isAll: isAll,
      damages: DamagedImages(of: [real] + (candidate.images.map { [$0] } ?? []))
    )
    return EvaluationReport(
      facts: facts.lines,
      fields: facts.fields,
      observed: observed,
      real: others,
      classNames: classes.names,
      seconds: (clock.now - start) / .seconds(1),
      datasetForClassifier: facts.datasetForClassifier
    )
  }

  /// The metrics to compute.
  private func metrics(
    with extractor: any FeatureExtractor,
    _ classes: SharedClasses,
    of candidate: Candidate
  ) throws -> Set<Metric> {
    let hasClassifier = extractor is Classifier
    guard let chosen = settings.metrics else {
      return Set(Metric.allCases)
        .subtracting(hasClassifier ? [] : [.inception])
        .subtracting(classes.areShared ? [] : [.classes])
    }
    if chosen.contains(.inception), !hasClassifier {
      throw Problem.noClassifier(features: extractor.name)
    }
    if chosen.contains(.classes), !classes.areShared {
      throw Problem.noClasses(
        candidate: candidate.source.name,
        found: classes.reason ?? "makes samples of no classes"
      )
    }
    return chosen
  }

  /// The split that real images are drawn from.
  private func realPart(
    _ training: any ImageDataset,
    _ dataset: String
  ) throws -> any ImageDataset {
    guard settings.split == .test else { return training }
    guard let test = try Datasets.openTestPart(of: dataset) else {
      throw Problem.noTestSplit(dataset: dataset)
    }
    return test
  }
}
