internal import Archives
public import Datasets
internal import Randomness
public import Training

/// The real images that others are compared with, ready for the metrics.
public struct RealReference {
  /// How the images were read.
  public let reader: SampleReader
  /// How many there are.
  public let count: Int
  /// SHA-256 of their pixels.
  public let hash: String
  let features: FeatureMatrix?
  let statistics: FeatureStatistics?
  let manifold: RealManifold?
  let pixels: FeatureMatrix?
  /// The mean similarity of pairs of them, if that is measured.
  package let similarity: Double?

  /// Reads real images, drawn by a fixed seed, so that all are compared with the same ones.
  ///
  /// Features and neighborhoods are taken from the cache where it has those of the same images.
  ///
  /// - Parameters:
  ///   - dataset: Where they come from, adapted to the reader's shape.
  ///   - count: How many; all of them where there are fewer.
  ///   - reader: The metrics, the features and the shape.
  ///   - cache: Where features are kept, if anywhere.
  /// - Throws: Where an image cannot be read; `EvaluationProblem` where there are too few.
  public init(
    _ dataset: any ImageDataset,
    count: Int,
    reader: SampleReader,
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
      (features, statistics, manifold) = (nil, nil, nil)
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
  }

  private static let purpose = "real samples"

  /// The pairs whose similarity is measured.
  static var pairs: RandomStream { RandomStream(seed: 0, purpose: "pairs") }
}

extension RealReference {
  /// What other real images of the same dataset would get: the best that a generator can hope for.
  ///
  /// - Returns: `nil` where there are not as many others.
  /// - Throws: Where an image cannot be read.
  public func evaluateOthers(
    of dataset: any ImageDataset,
    _ evaluator: Evaluator
  ) throws -> Observation? {
    let order = RandomStream(seed: 0, purpose: Self.purpose).permutation(of: dataset.count)
    guard dataset.count >= 2 * count else { return nil }
    let others = DatasetSubset(dataset, Array(order[count..<2 * count]))
    return try evaluator.evaluate(DatasetSamples(others), count: count, seed: 0)
  }
}
