import Preconditions

/// A batch of images as bytes, channels last, with where in the dataset it came from.
public struct ImageBatch: Equatable, Sendable {
  /// The shape of every image.
  public let shape: ImageShape
  /// The number of images.
  public let count: Int
  /// `[count, height, width, channels]`, values 0...255.
  public let pixels: [UInt8]
  /// The class of each image, 0 or more, or `nil` for data without labels.
  public let labels: [Int]?

  /// A batch.
  ///
  /// - Precondition: `pixels` holds `count` images of `shape`; there is a label for each, if for any.
  public init(shape: ImageShape, count: Int, pixels: [UInt8], labels: [Int]? = nil) {
    require(
      pixels.count == count * shape.byteCount,
      "ImageBatch: \(pixels.count) bytes do not hold \(count) images of \(shape)"
    )
    require(
      labels == nil || labels?.count == count,
      "ImageBatch: \(labels?.count ?? 0) labels for \(count) images"
    )
    self.shape = shape
    self.count = count
    self.pixels = pixels
    self.labels = labels
  }
}
