public import Datasets
internal import Archives
internal import Imaging
internal import Randomness

/// Reads images and keeps of them what metrics need.
public struct SampleReader {
  /// The metrics.
  public let metrics: Set<Metric>
  /// What turns images into features.
  public let extractor: any FeatureExtractor
  /// The shape in which generated and real images are compared.
  public let shape: ImageShape
  let pixels: PixelExtractor
  private let toFeatures: FeatureFitting
  private let toPixels: FeatureFitting
  private let toPairs: FeatureFitting
  /// Images kept for the similarity of pairs, and their longest side.
  private static let (keptImages, pairSide) = (2000, 128)

  /// A reader of images of a shape.
  public init(_ metrics: Set<Metric>, _ extractor: any FeatureExtractor, images shape: ImageShape) {
    self.metrics = metrics
    self.extractor = extractor
    self.shape = shape
    pixels = PixelExtractor(for: shape, side: 32)
    toFeatures = FeatureFitting(from: shape, to: extractor.imageShape)
    toPixels = FeatureFitting(from: shape, to: pixels.imageShape)
    toPairs = FeatureFitting(from: shape, to: shape.limited(toSide: Self.pairSide))
  }

  /// What happens to images before features are computed; `nil` where nothing does.
  public var adaptation: String? { toFeatures.summary }

  /// What metrics need of some images.
  struct Reading {
    var features: FeatureMatrix?
    var pixels: FeatureMatrix?
    var images: [Image] = []
    /// SHA-256 of the images' bytes, if it was asked for.
    var hash: String?
  }

  /// Reads images of a source.
  ///
  /// - Throws: Where an image cannot be read or made.
  func read(
    _ source: any SampleSource,
    count: Int,
    seed: UInt64,
    features takesFeatures: Bool = true,
    hashing: Bool = false
  ) throws -> Reading {
    var reading = Reading()
    let wantsFeatures = takesFeatures && metrics.contains(where: \.takesFeatures)
    var (features, pixelValues): ([Float], [Float]) = ([], [])
    var sum = SHA256()
    try source.forEachBatch(of: count, seed: seed) { batch in
      if hashing { sum.update(batch.pixels) }
      if wantsFeatures { features += extractor.features(of: toFeatures(batch)).values }
      if metrics.contains(.sliced) { pixelValues += pixels.features(of: toPixels(batch)).values }
      let room = Self.keptImages - reading.images.count
      if metrics.contains(.similarity), room > 0 {
        reading.images += toPairs(batch).images.prefix(room)
      }
    }
    if wantsFeatures {
      let size = extractor.featureSize
      reading.features = FeatureMatrix(count: count, size: size, values: features)
    }
    if metrics.contains(.sliced) {
      let size = pixels.featureSize
      reading.pixels = FeatureMatrix(count: count, size: size, values: pixelValues)
    }
    reading.hash = hashing ? try sum.finish(of: source.name) : nil
    return reading
  }
}
