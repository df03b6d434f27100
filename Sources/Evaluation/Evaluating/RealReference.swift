internal import Archives
public import Datasets
internal import Randomness

/// The real images that samples are compared with, prepared for the metrics.
public struct RealReference {
  /// The reader of the images.
  public let reader: SampleReader
  /// The number of images.
  public let count: Int
  /// SHA-256 of their pixels.
  public let hash: String
  let features: FeatureMatrix?
  let statistics: FeatureStatistics?
  let manifold: RealManifold?
  /// The images class by class, if they have labels and the metrics take classes.
  let classes: RealClasses?
  let pixels: FeatureMatrix?
  /// The mean similarity of pairs of them, if it is measured.
  package let similarity: Double?

  /// Reads real images, drawn with a fixed seed, so that all samples are compared with the same ones.
  ///
  /// Features and neighborhoods are taken from the cache if it has those of the same images.
  ///
  /// - Parameters:
  ///   - dataset: The real images, adapted to the reader's shape.
  ///   - count: The number of images; all if there are fewer.
  ///   - reader: The metrics, the features and the shape.
  ///   - classCount: The number of classes that samples may be of, if it is more than the images have.
  ///   - cache: The cache of features, if there is one.
  /// - Throws: If an image cannot be read; `EvaluationProblem` if there are too few.
  public init(
    _ dataset: any ImageDataset,
    count: Int,
    reader: SampleReader,
    classCount: Int = 0,
    cache: EvaluationCache? = nil
  ) throws {
    self.reader = reader
    self.count = min(count, dataset.count)
    let source = DatasetSamples(dataset, purpose: Self.purpose)
    let reading = try reader.read(
      source,
      count: self.count,
      seed: 0,
      features: false,
      hashing: true
    )
    let hash = reading.hash ?? ""
    self.hash = hash
    pixels = reading.pixels
    let images = reading.images
    similarity = images.isEmpty ? nil : try meanPairSimilarity(images, using: Self.pairs)
    guard reader.metrics.contains(where: \.takesFeatures) else {
      (features, statistics, manifold, classes) = (nil, nil, nil, nil)
      return
    }
    let needsManifold = !reader.metrics.isDisjoint(with: [.precisionRecall, .densityCoverage])
    let kept = try KeptFeatures(
      of: hash,
      reader: reader,
      count: self.count,
      withManifold: needsManifold,
      in: cache
    ) { [count = self.count] in
      try reader.read(source, count: count, seed: 0).features
    }
    features = kept.features
    statistics =
      reader.metrics.contains(.frechet) ? try FeatureStatistics(of: kept.features) : nil
    manifold = kept.manifold
    classes = reading.labels.map { labels in
      RealClasses(kept.features, labels: labels, of: max(classCount, dataset.classCount))
    }
  }

  /// The classes of the images that a reference of so many reads, in its order; `nil` if they have none.
  ///
  /// Samples of the same classes can be compared with them: other shares of the classes would count as a difference.
  public static func labels(of dataset: any ImageDataset, count: Int) -> [Int]? {
    dataset.labels.map { labels in
      DatasetSamples.order(of: dataset, purpose, seed: 0).prefix(count).map { labels[$0] }
    }
  }

  private static let purpose = "real samples"

  /// The pairs whose similarity is measured.
  static var pairs: RandomStream { RandomStream(seed: 0, purpose: "pairs") }
}

extension RealReference {
  /// The values for other real images of the same dataset: the best that a generator can reach.
  ///
  /// - Returns: What was measured; `nil` if there are not enough other images.
  /// - Throws: If an image cannot be read.
  public func evaluateOthers(
    of dataset: any ImageDataset,
    _ evaluator: Evaluator
  ) throws -> EvaluationResult? {
    let order = DatasetSamples.order(of: dataset, Self.purpose, seed: 0)
    guard dataset.count >= 2 * count else { return nil }
    let others = DatasetSubset(dataset, Array(order[count..<2 * count]))
    return try evaluator.measure(DatasetSamples(others), count: count, seed: 0)
  }
}
