public import Archives
package import Imaging

/// Images of one shape, possibly with labels, that any thread can copy out one by one.
public protocol ImageDataset: Sendable {
  /// Its name for people: "cifar10", or the path it was read from.
  var name: String { get }
  /// The number of images, at least 1.
  var count: Int { get }
  /// The shape of every image.
  var shape: ImageShape { get }
  /// The class of every image, 0 or more, or `nil` for data without labels.
  var labels: [Int]? { get }
  /// Why there are no labels, as a clause; `nil` if there are, or there is nothing to say about it.
  var labelGap: String? { get }
  /// The name of each label, or `nil` if labels have none.
  var classNames: [String]? { get }
  /// Findings about the source of the images, as lines for people.
  var findings: [String] { get }
  /// How the stored images are adapted, as a sentence for people; `nil` if they are not.
  var adaptation: String? { get }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Throws: If the image cannot be read.
  /// - Precondition: `index` is below `count`; `pixels` holds `shape.byteCount` bytes.
  func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws

  /// The same images in another size or with other channels; see `ImageFitting`.
  func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset

  /// The images that were found damaged, and replaced by others, since the last call.
  func takeDamages() -> [FileProblem]
}

extension ImageDataset {
  /// `nil`: the images are as they are stored.
  public var adaptation: String? { nil }
  /// `nil`: labels are numbers.
  public var classNames: [String]? { nil }
  /// `nil`: there is nothing to say.
  public var labelGap: String? { nil }
  /// None.
  public var findings: [String] { [] }

  /// The dataset itself if its shape fits, otherwise an `AdaptedDataset`.
  public func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset {
    shape == self.shape ? self : AdaptedDataset(self, to: shape, by: rules)
  }

  /// The same images in another size or with other channels, by the usual rules.
  public func adapted(to shape: ImageShape) -> any ImageDataset {
    adapted(to: shape, by: FittingRules())
  }

  /// The number of classes: that of names, or at least the largest label plus one; 0 without labels.
  ///
  /// Classes without images count, too, if they have a name or a smaller label.
  public var classCount: Int {
    guard let labels else { return 0 }
    return max(classNames?.count ?? 0, (labels.max() ?? -1) + 1)
  }

  /// None: damage is an error.
  public func takeDamages() -> [FileProblem] { [] }

  /// The bytes of the image `index`.
  ///
  /// - Throws: If the image cannot be read.
  public func image(at index: Int) throws -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: shape.byteCount)
    try pixels.withUnsafeMutableBufferPointer { buffer in
      try copyImage(at: index, into: buffer)
    }
    return pixels
  }

  /// The images of `indices` as a batch.
  ///
  /// - Throws: If an image cannot be read.
  public func batch(of indices: [Int]) throws -> ImageBatch {
    let stride = shape.byteCount
    var pixels = [UInt8](repeating: 0, count: indices.count * stride)
    try pixels.withUnsafeMutableBufferPointer { buffer in
      for (place, index) in indices.enumerated() {
        let image = UnsafeMutableBufferPointer(
          rebasing: buffer[place * stride..<(place + 1) * stride]
        )
        try copyImage(at: index, into: image)
      }
    }
    let labels = labels.map { labels in indices.map { labels[$0] } }
    return ImageBatch(shape: shape, count: indices.count, pixels: pixels, labels: labels)
  }

  /// Passes the images of `indices` to `body`, a batch at a time.
  ///
  /// - Parameters:
  ///   - indices: The images, in this order.
  ///   - size: The most images per batch; fewer if these would take more than 16 MiB.
  ///   - takes: Whether the batch of a number, from 0, is wanted; the others are not read.
  ///   - body: Receives each batch and the number of images so far, including its own.
  /// - Throws: If an image cannot be read; errors of `body`.
  /// - Precondition: `size` is positive.
  package func forEachBatch(
    of indices: [Int],
    size: Int,
    where takes: (_ number: Int) -> Bool = { _ in true },
    _ body: (_ batch: ImageBatch, _ done: Int) throws -> Void
  ) throws {
    let length = max(1, min(size, (16 << 20) / shape.byteCount))
    for first in stride(from: 0, to: indices.count, by: length) where takes(first / length) {
      let end = min(first + length, indices.count)
      try body(try batch(of: Array(indices[first..<end])), end)
    }
  }
}

extension ImageDataset {
  /// The image `index`.
  ///
  /// - Throws: If the image cannot be read.
  /// - Precondition: `index` is below `count`.
  package func decodedImage(at index: Int) throws -> Image {
    Image(
      height: shape.height,
      width: shape.width,
      channels: shape.channels,
      pixels: try image(at: index)
    )
  }
}
