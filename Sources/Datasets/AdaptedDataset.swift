public import Archives
import Imaging

/// A dataset whose images are fitted to another shape as they are copied.
public struct AdaptedDataset: ImageDataset {
  private let base: any ImageDataset
  private let fitting: ImageFitting

  /// The shape of every image.
  public let shape: ImageShape
  /// Its name for people.
  public var name: String { base.name }
  /// The number of images.
  public var count: Int { base.count }
  /// The label of every image, or `nil` for data without labels.
  public var labels: [Int]? { base.labels }
  /// The names of the labels, if they have some.
  public var classNames: [String]? { base.classNames }
  /// Why there are no labels, if that is known.
  public var labelGap: String? { base.labelGap }
  /// Findings about the source of the images.
  public var findings: [String] { base.findings }
  /// How the stored images are adapted; `nil` if they are not.
  public var adaptation: String? { fitting.summary }

  /// The images of `base`, fitted to another shape by `ImageFitting`.
  public init(
    _ base: any ImageDataset,
    to shape: ImageShape,
    by rules: FittingRules = FittingRules()
  ) {
    self.base = base
    self.shape = shape
    fitting = ImageFitting(from: base.shape, to: shape, by: rules)
  }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Throws: If the image cannot be read.
  /// - Precondition: `index` is below `count`; `pixels` holds `shape.byteCount` bytes.
  public func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
    _ = pixels.update(fromContentsOf: fitting(try base.decodedImage(at: index)).pixels)
  }

  /// The images of the base in another shape, adapted once rather than twice.
  public func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset {
    base.adapted(to: shape, by: rules)
  }

  /// Images found damaged since the last call.
  public func takeDamages() -> [FileProblem] { base.takeDamages() }
}
