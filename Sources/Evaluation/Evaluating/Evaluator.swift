import Preconditions
internal import Randomness
public import TensorCore
public import Training

/// Compares samples with real images by all metrics of a reference.
public struct Evaluator {
  /// The real images.
  public let real: RealReference
  private let kernel: KernelDistanceSettings

  /// An evaluator with a reference.
  public init(
    against real: RealReference,
    kernel: KernelDistanceSettings = KernelDistanceSettings()
  ) {
    (self.real, self.kernel) = (real, kernel)
  }

  /// The values of all quantities, by key, for a number of samples of a source.
  ///
  /// The result is deterministic: all randomness follows from the seed and from no stream that training uses.
  ///
  /// - Parameters:
  ///   - source: The samples.
  ///   - count: Their number.
  ///   - seed: What chance follows from.
  ///   - share: This worker's share, if others compute features of the rest.
  /// - Returns: The values.
  /// - Throws: If an image cannot be read or generated, or a worker is gone; `EvaluationProblem` if there are too few.
  /// - Precondition: The source's images have the reference's shape, and there are enough of them.
  public func evaluate(
    _ source: any SampleSource,
    count: Int,
    seed: UInt64,
    sharedBy share: BatchShare? = nil
  ) throws -> Observation {
    try measure(source, count: count, seed: seed, sharedBy: share).quantities
  }

  /// The same with the scores of each class, if the metrics take classes and all images have one.
  ///
  /// - Throws: If an image cannot be read or generated; `EvaluationProblem` if there are too few.
  /// - Precondition: The source's images have the reference's shape, there are enough of them, and none is of
  ///   a class that the reference does not know.
  public func measure(
    _ source: any SampleSource,
    count: Int,
    seed: UInt64,
    sharedBy share: BatchShare? = nil
  ) throws -> EvaluationResult {
    let reader = real.reader
    require(source.shape == reader.shape, "Evaluator: \(source.shape) for \(reader.shape)")
    let reading = try reader.read(source, count: count, seed: seed, sharedBy: share)
    var found = Observation()
    var classScores: ClassScores?
    if let fake = reading.features, let features = real.features {
      found = try Self.evaluate(
        reader.metrics,
        fake,
        against: (features, real.statistics, real.manifold),
        kernel: kernel,
        seed: seed
      )
      if reader.metrics.contains(.inception), let classifier = reader.extractor as? Classifier {
        let probabilities = classifier.probabilities(of: fake)
        found["inception"] = try inceptionScore(probabilities: probabilities).mean
      }
      if let classes = real.classes, let labels = reading.labels {
        let seen = (reader.extractor as? Classifier).map { classifier in
          (labels: classifier.labels(of: fake), classCount: classifier.facts.classCount)
        }
        let scores = classes.scores(of: fake, labels: labels, seen: seen)
        (found["class-frechet"], found["class-agreement"]) = (scores.frechet, scores.agreement)
        classScores = scores
      }
    }
    if let fake = reading.pixels, let pixels = real.pixels {
      let directions = RandomStream(seed: 0, purpose: "directions")
      found["sliced"] = try slicedWassersteinDistance(pixels, fake, using: directions)
    }
    if reader.metrics.contains(.similarity) {
      found["similarity"] = try meanPairSimilarity(reading.images, using: RealReference.pairs)
    }
    try Self.check(found)
    return EvaluationResult(quantities: found, classes: classScores)
  }

  /// The quantities of the metrics that need only features, with the usual settings.
  ///
  /// - Throws: `EvaluationProblem` if there are too few rows for a metric.
  /// - Precondition: Both have the same number of features.
  public static func evaluate(
    _ metrics: Set<Metric>,
    _ fake: FeatureMatrix,
    against real: FeatureMatrix,
    seed: UInt64
  ) throws -> Observation {
    let needsManifold = !metrics.isDisjoint(with: [.precisionRecall, .densityCoverage])
    return try evaluate(
      metrics,
      fake,
      against: (
        real,
        metrics.contains(.frechet) ? try FeatureStatistics(of: real) : nil,
        needsManifold ? try RealManifold(real) : nil
      ),
      kernel: KernelDistanceSettings(),
      seed: seed
    )
  }

  /// The quantities of the metrics that need only features.
  ///
  /// - Throws: `EvaluationProblem` if there are too few rows for a metric, or its value overflows.
  static func evaluate(
    _ metrics: Set<Metric>,
    _ fake: FeatureMatrix,
    against real: (FeatureMatrix, FeatureStatistics?, RealManifold?),
    kernel: KernelDistanceSettings,
    seed: UInt64
  ) throws -> Observation {
    var found = Observation()
    if metrics.contains(.frechet), let statistics = real.1 {
      found["frechet"] = frechetDistance(statistics, try FeatureStatistics(of: fake))
    }
    if metrics.contains(.kernel) {
      let random = RandomStream(seed: seed, purpose: "kernel subsets")
      let distance = try kernelDistance(real.0, fake, kernel, using: random)
      (found["kernel"], found["kernel-error"]) = (distance.mean, distance.standardError)
    }
    if let manifold = real.2 {
      let scores = try manifold.scores(of: fake)
      if metrics.contains(.precisionRecall) {
        (found["precision"], found["recall"]) = (scores.precision, scores.recall)
      }
      if metrics.contains(.densityCoverage) {
        (found["density"], found["coverage"]) = (scores.density, scores.coverage)
      }
    }
    try check(found)
    return found
  }

  /// Checks that no value overflowed.
  private static func check(_ found: Observation) throws(EvaluationProblem) {
    for quantity in MetricQuantity.all {
      guard let value = found[quantity.key], !value.isFinite else { continue }
      let expected = "a finite value; the features are too large"
      throw EvaluationProblem(quantity.metric.title, found: "\(value)", expected: expected)
    }
  }
}

/// What an evaluator measures.
public struct EvaluationResult: Sendable {
  /// The values of all quantities, by key.
  public let quantities: Observation
  /// The scores of each class, if there are classes.
  public let classes: ClassScores?

  /// Quantities, and the scores of classes.
  public init(quantities: Observation, classes: ClassScores? = nil) {
    (self.quantities, self.classes) = (quantities, classes)
  }
}
