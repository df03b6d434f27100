import Preconditions

/// Images that are all in memory.
public struct StoredDataset: ImageDataset {
  /// What people call it.
  public let name: String
  /// The number of images.
  public let count: Int
  /// The shape of every image.
  public let shape: ImageShape
  /// The class of every image, 0 or more, or `nil` for data without labels.
  public let labels: [Int]?
  /// `[count, height, width, channels]`, values 0...255.
  public let pixels: [UInt8]

  /// Images from bytes, channels last.
  ///
  /// - Precondition: `pixels` holds a whole, positive number of images, `labels` one for each,
  ///   none of them negative.
  public init(name: String, shape: ImageShape, pixels: [UInt8], labels: [Int]? = nil) {
    let count = shape.byteCount > 0 ? pixels.count / shape.byteCount : 0
    require(
      count > 0 && count * shape.byteCount == pixels.count,
      "StoredDataset: \(pixels.count) bytes are no whole number of images of \(shape)"
    )
    require(
      labels == nil || labels?.count == count,
      "StoredDataset: \(labels?.count ?? 0) labels for \(count) images"
    )
    require(
      labels?.allSatisfy { $0 >= 0 } ?? true,
      "StoredDataset: negative labels"
    )
    self.name = name
    self.count = count
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
  }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Precondition: `index` is below `count`; `pixels` holds `shape.byteCount` bytes.
  public func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) {
    require(
      (0..<count).contains(index) && pixels.count == shape.byteCount,
      "StoredDataset: no image \(index) of \(pixels.count) bytes among \(count) of \(shape)"
    )
    let start = index * shape.byteCount
    _ = pixels.update(fromContentsOf: self.pixels[start..<start + shape.byteCount])
  }
}
