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

  /// Passes some of `count` images to `body`, a batch at a time; the same ones for the same seed.
  ///
  /// - Parameters:
  ///   - count: The number of images.
  ///   - seed: What chance follows from.
  ///   - takes: Whether the batch of a number, from 0, is wanted; the others are not made.
  ///   - body: Receives each batch and the index of its first image.
  /// - Throws: If an image cannot be read or generated; errors of `body`.
  /// - Precondition: There are enough images.
  func forEachBatch(
    of count: Int,
    seed: UInt64,
    where takes: (_ number: Int) -> Bool,
    _ body: (_ batch: ImageBatch, _ first: Int) throws -> Void
  ) throws
}

extension SampleSource {
  /// Passes `count` images to `body`, a batch at a time; the same ones for the same seed.
  ///
  /// - Throws: If an image cannot be read or generated; errors of `body`.
  /// - Precondition: There are enough images.
  public func forEachBatch(
    of count: Int,
    seed: UInt64,
    _ body: (ImageBatch) throws -> Void
  ) throws {
    try forEachBatch(of: count, seed: seed, where: { _ in true }) { batch, _ in try body(batch) }
  }
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

  /// Passes some of `count` images to `body`; see `SampleSource`.
  ///
  /// - Throws: If an image cannot be read; errors of `body`.
  /// - Precondition: The dataset has enough images.
  public func forEachBatch(
    of count: Int,
    seed: UInt64,
    where takes: (_ number: Int) -> Bool,
    _ body: (_ batch: ImageBatch, _ first: Int) throws -> Void
  ) throws {
    require(count <= dataset.count, "DatasetSamples: \(count) of \(dataset.count)")
    let order = Self.order(of: dataset, purpose, seed: seed)
    try dataset.forEachBatch(
      of: Array(order.prefix(count)),
      size: Self.batchSize,
      where: takes
    ) { batch, end in
      try body(batch, end - batch.count)
    }
  }

  /// The order in which a dataset's images are drawn.
  static func order(of dataset: any ImageDataset, _ purpose: String, seed: UInt64) -> [Int] {
    RandomStream(seed: seed, purpose: purpose).permutation(of: dataset.count)
  }
}
