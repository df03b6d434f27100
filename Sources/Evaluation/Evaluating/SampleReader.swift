public import Datasets
internal import Archives
internal import Imaging
internal import Randomness

/// Reads images and keeps the data that metrics need.
public struct SampleReader {
  /// The metrics.
  public let metrics: Set<Metric>
  /// The feature extractor.
  public let extractor: any FeatureExtractor
  /// The shape in which generated and real images are compared.
  public let shape: ImageShape
  private let features: FittedFeatures
  private let pixels: FittedFeatures
  private let toPairs: FeatureFitting
  /// The number of images kept for the similarity of pairs, and their longest side.
  private static let (keptImages, pairSide) = (2000, 128)

  /// A reader of images of a shape.
  public init(_ metrics: Set<Metric>, _ extractor: any FeatureExtractor, images shape: ImageShape) {
    self.metrics = metrics
    self.extractor = extractor
    self.shape = shape
    features = FittedFeatures(extractor, of: shape)
    pixels = FittedFeatures(PixelExtractor(for: shape, side: 32), of: shape)
    toPairs = FeatureFitting(from: shape, to: shape.limited(toSide: Self.pairSide))
  }

  /// How images are fitted before features are computed; `nil` if they are not.
  public var adaptation: String? { features.adaptation }

  /// The data that metrics need of some images.
  struct Reading {
    var features: FeatureMatrix?
    var pixels: FeatureMatrix?
    var images: [Image] = []
    /// The class of each image, if all have one and the metrics take classes.
    var labels: [Int]?
    /// SHA-256 of the images' bytes, if it was asked for.
    var hash: String?
  }

  /// Reads images of a source.
  ///
  /// - Throws: If an image cannot be read or generated.
  func read(
    _ source: any SampleSource,
    count: Int,
    seed: UInt64,
    features takesFeatures: Bool = true,
    hashing: Bool = false
  ) throws -> Reading {
    var reading = Reading()
    let wantsFeatures = takesFeatures && metrics.contains(where: \.takesFeatures)
    var (featureValues, pixelValues): ([Float], [Float]) = ([], [])
    var sum = SHA256()
    reading.labels = metrics.contains(.classes) ? [] : nil
    try source.forEachBatch(of: count, seed: seed) { batch in
      reading.labels = batch.labels.flatMap { labels in reading.labels.map { $0 + labels } }
      if hashing { sum.update(batch.pixels) }
      if wantsFeatures { featureValues += features(batch).values }
      if metrics.contains(.sliced) { pixelValues += pixels(batch).values }
      let room = Self.keptImages - reading.images.count
      if metrics.contains(.similarity), room > 0 {
        reading.images += toPairs(batch).images.prefix(room)
      }
    }
    if wantsFeatures {
      let size = extractor.featureSize
      reading.features = FeatureMatrix(count: count, size: size, values: featureValues)
    }
    if metrics.contains(.sliced) {
      let size = pixels.extractor.featureSize
      reading.pixels = FeatureMatrix(count: count, size: size, values: pixelValues)
    }
    reading.hash = hashing ? try sum.finish(of: source.name) : nil
    return reading
  }
}
