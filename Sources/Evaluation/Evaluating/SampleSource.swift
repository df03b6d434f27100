public import Datasets
import Preconditions
internal import Randomness

/// A source of images to evaluate.
public protocol SampleSource {
  /// Its name for people: a path, a dataset's name.
  var name: String { get }
  /// The shape of the images.
  var shape: ImageShape { get }
  /// The number of images; `nil` if it is unlimited.
  var count: Int? { get }

  /// Passes `count` images to `body`, a batch at a time; the same ones for the same seed.
  ///
  /// - Throws: If an image cannot be read or generated; errors of `body`.
  /// - Precondition: There are enough images.
  func forEachBatch(
    of count: Int,
    seed: UInt64,
    _ body: (ImageBatch) throws -> Void
  ) throws
}

/// Random images of a dataset, without repetition.
public struct DatasetSamples: SampleSource {
  private let dataset: any ImageDataset
  private let purpose: String
  private static let batchSize = 200

  /// The images of a dataset.
  public init(_ dataset: any ImageDataset) { self.init(dataset, purpose: "evaluation samples") }

  init(_ dataset: any ImageDataset, purpose: String) {
    (self.dataset, self.purpose) = (dataset, purpose)
  }

  /// The dataset's name.
  public var name: String { dataset.name }
  /// The shape of its images.
  public var shape: ImageShape { dataset.shape }
  /// The number of its images.
  public var count: Int? { dataset.count }

  /// Passes `count` images to `body`.
  ///
  /// - Throws: If an image cannot be read; errors of `body`.
  /// - Precondition: The dataset has enough images.
  public func forEachBatch(
    of count: Int,
    seed: UInt64,
    _ body: (ImageBatch) throws -> Void
  ) throws {
    require(count <= dataset.count, "DatasetSamples: \(count) of \(dataset.count)")
    let order = RandomStream(seed: seed, purpose: purpose).permutation(of: dataset.count)
    try dataset.forEachBatch(of: Array(order.prefix(count)), size: Self.batchSize) { batch, _ in
      try body(batch)
    }
  }
}
