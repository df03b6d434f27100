internal import Archives
public import Datasets
public import Evaluation
public import TensorCore
internal import Training

/// A whole evaluation: of a generator, a folder of images or a dataset, against a dataset.
public struct EvaluationRun {
  /// What is to be evaluated, and how; the defaults are those of `forger evaluate`.
  public struct Settings: Sendable {
    /// A checkpoint, the folder of a run, a dataset's name or the path of images.
    public var candidate: String
    /// The dataset's name or path; the checkpoint's own if `nil`.
    public var dataset: String?
    /// The part of the dataset that real images are drawn from.
    public var split = DatasetSplit.training
    /// Images on each side.
    public var samples = 10_000
    /// What is measured; everything that can be if `nil`.
    public var metrics: Set<Metric>?
    /// How many seeds, each giving other samples.
    public var seeds = 1
    /// The first seed.
    public var firstSeed: UInt64 = 0
    /// Which features images are compared by.
    public var features = FeatureChoice.automatic

    /// Settings for a candidate.
    public init(of candidate: String) { self.candidate = candidate }
  }

  /// What settings ask for and is not there.
  public enum Problem: Error, Equatable {
    /// The candidate does not say what it should be compared with, nor do the settings.
    case noDataset(candidate: String)
    /// The dataset has no test split.
    case noTestSplit(dataset: String)
    /// The Inception score needs a trained classifier, where there are only other features.
    case noClassifier(features: String)
  }

  private let settings: Settings
  private let cache: EvaluationCache?
  private let context: Context

  /// An evaluation that has not begun.
  public init(_ settings: Settings, cache: EvaluationCache?, in context: Context = .current) {
    (self.settings, self.cache, self.context) = (settings, cache, context)
  }

  /// Evaluates.
  ///
  /// - Throws: `FileProblem` for checkpoints and data that will not do; `EvaluationProblem` where a metric cannot be
  ///   computed of them; `Problem` where something else has to be asked for.
  public func run() throws -> EvaluationReport { try context.run { try evaluate() } }

  private func evaluate() throws -> EvaluationReport {
    let clock = ContinuousClock()
    let start = clock.now
    let candidate = try Candidate(settings.candidate)
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
    let metrics = try metrics(with: extractor)
    let reader = SampleReader(metrics, extractor, images: candidate.source.shape)
    let real = try realPart(training, dataset)
      .adapted(to: candidate.source.shape, by: candidate.rules)
    let reference = try RealReference(real, count: settings.samples, reader: reader, cache: cache)
    let evaluator = Evaluator(against: reference)
    let count = min(settings.samples, candidate.source.count ?? settings.samples)
    // All images of a folder are the same images whatever the seed.
    let isAll = count == candidate.source.count
    let seeds = (0..<UInt64(isAll ? 1 : settings.seeds)).map { settings.firstSeed &+ $0 }
    let observed = try seeds.map { seed in
      try evaluator.evaluate(candidate.source, count: count, seed: seed)
    }
    let others = try reference.evaluateOthers(of: real, evaluator)
    let facts = Facts(
      settings: settings,
      candidate: candidate,
      dataset: dataset,
      real: real,
      reference: reference,
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
      seconds: (clock.now - start) / .seconds(1),
      datasetForClassifier: facts.datasetForClassifier
    )
  }

  /// What is measured.
  private func metrics(with extractor: any FeatureExtractor) throws -> Set<Metric> {
    let hasClasses = extractor is Classifier
    guard let chosen = settings.metrics else {
      return Set(Metric.allCases).subtracting(hasClasses ? [] : [.inception])
    }
    if chosen.contains(.inception), !hasClasses {
      throw Problem.noClassifier(features: extractor.name)
    }
    return chosen
  }

  /// The part of the dataset that real images are drawn from.
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
