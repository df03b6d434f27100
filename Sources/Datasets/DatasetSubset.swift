public import Archives
import Preconditions

/// Some of the images of a dataset.
public struct DatasetSubset: ImageDataset {
  private let base: any ImageDataset
  private let indices: [Int]

  /// Its name for people.
  public var name: String { base.name }
  /// The number of images.
  public var count: Int { indices.count }
  /// The shape of every image.
  public var shape: ImageShape { base.shape }
  /// The label of every image, or `nil` for data without labels.
  public let labels: [Int]?
  /// The names of the labels, if they have some.
  public var classNames: [String]? { base.classNames }
  /// Why there are no labels, if that is known.
  public var labelGap: String? { base.labelGap }
  /// Findings about the source of the images.
  public var findings: [String] { base.findings }
  /// How the stored images are adapted; `nil` if they are not.
  public var adaptation: String? { base.adaptation }

  /// The images at the given indices, in their order.
  ///
  /// - Precondition: There is at least one, and all are below the base's count.
  public init(_ base: any ImageDataset, _ indices: [Int]) {
    require(
      !indices.isEmpty && indices.allSatisfy { (0..<base.count).contains($0) },
      "DatasetSubset: \(indices.count) indices into \(base.count) images"
    )
    (self.base, self.indices) = (base, indices)
    labels = base.labels.map { labels in indices.map { labels[$0] } }
  }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Throws: If the image cannot be read.
  /// - Precondition: `index` is below `count`; `pixels` holds `shape.byteCount` bytes.
  public func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
    try base.copyImage(at: indices[index], into: pixels)
  }

  /// The same images with another size or other channels.
  public func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset {
    DatasetSubset(base.adapted(to: shape, by: rules), indices)
  }

  /// Images found damaged since the last call.
  public func takeDamages() -> [FileProblem] { base.takeDamages() }
}
