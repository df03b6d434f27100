public import Datasets
internal import Archives
internal import Imaging
internal import Randomness
package import TensorCore

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
  /// - Parameters:
  ///   - source: The images.
  ///   - count: The number of images.
  ///   - seed: What chance follows from.
  ///   - takesFeatures: Whether features are computed, if metrics take some.
  ///   - hashing: Whether the hash is computed; not by several workers.
  ///   - share: This worker's share, if others read the rest; each of them gets the result.
  /// - Returns: The data of all images.
  /// - Throws: If an image cannot be read or generated, or a worker is gone.
  func read(
    _ source: any SampleSource,
    count: Int,
    seed: UInt64,
    features takesFeatures: Bool = true,
    hashing: Bool = false,
    sharedBy share: BatchShare? = nil
  ) throws -> Reading {
    let wantsFeatures = takesFeatures && metrics.contains(where: \.takesFeatures)
    let pairShape = toPairs.shape
    var featureRows = ImageRows<Float>(wantsFeatures ? count : 0, of: extractor.featureSize)
    var pixelRows = ImageRows<Float>(
      metrics.contains(.sliced) ? count : 0,
      of: pixels.extractor.featureSize
    )
    var pairRows = ImageRows<UInt8>(
      metrics.contains(.similarity) ? min(count, Self.keptImages) : 0,
      of: pairShape.byteCount
    )
    // A class more than it is, so that 0 is none.
    var labelRows = ImageRows<Int>(metrics.contains(.classes) ? count : 0, of: 1)
    var sum = SHA256()
    func takes(_ number: Int) -> Bool { share?.takes(number) ?? true }
    try source.forEachBatch(of: count, seed: seed, where: takes) { batch, first in
      if hashing { sum.update(batch.pixels) }
      if featureRows.count > first { featureRows.set(features(batch).values, from: first) }
      if pixelRows.count > first { pixelRows.set(pixels(batch).values, from: first) }
      if pairRows.count > first { pairRows.set(toPairs(batch).pixels, from: first) }
      if let labels = batch.labels { labelRows.set(labels.map { $0 + 1 }, from: first) }
    }
    if let share {
      try featureRows.complete(by: share, { $0 }, { $0 })
      try pixelRows.complete(by: share, { $0 }, { $0 })
      try pairRows.complete(by: share, Float.init, UInt8.init)
      try labelRows.complete(by: share, Float.init, Int.init)
    }
    var reading = Reading()
    if wantsFeatures { reading.features = FeatureMatrix(featureRows) }
    if metrics.contains(.sliced) { reading.pixels = FeatureMatrix(pixelRows) }
    if metrics.contains(.classes), !labelRows.values.contains(0) {
      reading.labels = labelRows.values.map { $0 - 1 }
    }
    let pairs = ImageBatch(shape: pairShape, count: pairRows.count, pixels: pairRows.values)
    reading.images = (0..<pairs.count).map { pairs.image(at: $0) }
    reading.hash = hashing ? try sum.finish(of: source.name) : nil
    return reading
  }

  /// Reads this worker's share for the worker that evaluates.
  ///
  /// - Throws: If an image cannot be generated, or a worker is gone.
  package func help(
    with source: any SampleSource,
    count: Int,
    seed: UInt64,
    sharedBy share: BatchShare
  ) throws {
    _ = try read(source, count: count, seed: seed, sharedBy: share)
  }
}

/// A row of numbers for each of some images, which come in any order, all of them or a worker's share.
private struct ImageRows<Element: Numeric> {
  let count: Int
  let size: Int
  private(set) var values: [Element]
  init(_ count: Int, of size: Int) {
    (self.count, self.size) = (count, size)
    values = Array(repeating: 0, count: count * size)
  }

  /// Takes the rows of the images from one on, as far as there is room for them.
  mutating func set(_ rows: [Element], from first: Int) {
    let start = first * size
    let end = min(start + rows.count, values.count)
    if start < end { values.replaceSubrange(start..<end, with: rows.prefix(end - start)) }
  }

  /// Takes the rows that other workers have, as numbers on the way.
  ///
  /// - Throws: If a worker is gone.
  mutating func complete(
    by share: BatchShare,
    _ number: (Element) -> Float,
    _ element: (Float) -> Element
  ) throws {
    let mostAtOnce = 1 << 22
    for start in stride(from: 0, to: values.count, by: mostAtOnce) {
      let range = start..<min(start + mostAtOnce, values.count)
      let sums = try share.sums(of: [Tensor(values[range].map(number))])
      values.replaceSubrange(range, with: sums[0].scalars.map(element))
    }
  }
}

extension FeatureMatrix {
  fileprivate init(_ rows: ImageRows<Float>) {
    self.init(count: rows.count, size: rows.size, values: rows.values)
  }
}
