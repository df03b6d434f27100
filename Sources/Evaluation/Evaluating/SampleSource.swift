public import Datasets
import Preconditions
internal import Randomness

/// Where images to be evaluated come from.
public protocol SampleSource {
  /// What people call it: a path, a dataset's name.
  var name: String { get }
  /// The shape of the images.
  var shape: ImageShape { get }
  /// How many there are; `nil` where there is no end of them.
  var count: Int? { get }

  /// Hands on so many images, a batch at a time; the same ones for the same seed.
  ///
  /// - Throws: Where an image cannot be read or made, and what `body` throws.
  /// - Precondition: There are as many.
  func forEachBatch(
    of count: Int,
    seed: UInt64,
    _ body: (ImageBatch) throws -> Void
  ) throws
}

/// Images of a dataset, drawn by chance, without one coming twice.
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

  /// Hands on so many images.
  ///
  /// - Throws: Where an image cannot be read, and what `body` throws.
  /// - Precondition: The dataset has as many.
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
