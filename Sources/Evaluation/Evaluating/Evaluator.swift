import Preconditions
internal import Randomness
public import Training

/// Compares images with real ones by all metrics of a reference.
public struct Evaluator {
  /// The real images.
  public let real: RealReference
  private let kernel: KernelDistanceSettings

  /// An evaluator by a reference.
  public init(
    against real: RealReference,
    kernel: KernelDistanceSettings = KernelDistanceSettings()
  ) {
    (self.real, self.kernel) = (real, kernel)
  }

  /// The numbers of `MetricQuantity` by their keys, for so many samples of a source.
  ///
  /// The same for the same samples: everything random follows from the seed, and from nothing that a
  /// training draws from.
  ///
  /// - Throws: Where an image cannot be read or made; `EvaluationProblem` where there are too few.
  /// - Precondition: The source's images are of the reference's shape, and there are as many.
  public func evaluate(
    _ source: any SampleSource,
    count: Int,
    seed: UInt64
  ) throws -> Observation {
    let reader = real.reader
    require(source.shape == reader.shape, "Evaluator: \(source.shape) for \(reader.shape)")
    let reading = try reader.read(source, count: count, seed: seed)
    var found = Observation()
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
    }
    if let fake = reading.pixels, let pixels = real.pixels {
      let directions = RandomStream(seed: 0, purpose: "directions")
      found["sliced"] = try slicedWassersteinDistance(pixels, fake, using: directions)
    }
    if reader.metrics.contains(.similarity) {
      found["similarity"] = try meanPairSimilarity(reading.images, using: RealReference.pairs)
    }
    return found
  }

  /// The numbers of those metrics that are of features alone, by the usual settings.
  ///
  /// - Throws: `EvaluationProblem` where there are too few rows for a metric.
  /// - Precondition: Both have as many features.
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

  /// The numbers of those metrics that are of features alone.
  ///
  /// - Throws: `EvaluationProblem` where there are too few rows for a metric, or it is beyond all numbers.
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
    for quantity in MetricQuantity.all {
      guard let value = found[quantity.key], !value.isFinite else { continue }
      let expected = "a number; features this large are none of a network's"
      throw EvaluationProblem(quantity.metric.title, found: "\(value)", expected: expected)
    }
    return found
  }
}
