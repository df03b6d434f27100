public import Archives
package import Imaging

/// Images of one shape, some with labels, that can be copied out one by one from any thread.
public protocol ImageDataset: Sendable {
  /// What people call it: "cifar10", or the path it was read from.
  var name: String { get }
  /// The number of images, at least 1.
  var count: Int { get }
  /// The shape of every image.
  var shape: ImageShape { get }
  /// The class of every image, 0 or more, or `nil` for data without labels.
  var labels: [Int]? { get }
  /// The name of each label, or `nil` where labels have none.
  var classNames: [String]? { get }
  /// What was found where the images come from, as lines for people; empty where nothing is worth saying.
  var findings: [String] { get }
  /// What is done to the stored images, as a sentence for people; `nil` where nothing is.
  var adaptation: String? { get }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Throws: Where the image cannot be read.
  /// - Precondition: `index` is below `count`; `pixels` holds `shape.byteCount` bytes.
  func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws

  /// The same images with another size or other channels: see `ImageFitting`.
  func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset

  /// The images that were found damaged, and replaced by others, since this was asked last.
  func takeDamages() -> [FileProblem]
}

extension ImageDataset {
  /// `nil`: the images are as they are stored.
  public var adaptation: String? { nil }
  /// `nil`: labels are numbers.
  public var classNames: [String]? { nil }
  /// None.
  public var findings: [String] { [] }

  /// The dataset itself where its shape is right, else an `AdaptedDataset`.
  public func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset {
    shape == self.shape ? self : AdaptedDataset(self, to: shape, by: rules)
  }

  /// The same images with another size or other channels, by the usual rules.
  public func adapted(to shape: ImageShape) -> any ImageDataset {
    adapted(to: shape, by: FittingRules())
  }

  /// The number of classes: as many as have names, or as the largest label tells; 0 without labels.
  ///
  /// Classes of which there is no image count as well where they have a name or a smaller label.
  public var classCount: Int {
    guard let labels else { return 0 }
    return max(classNames?.count ?? 0, (labels.max() ?? -1) + 1)
  }

  /// None: damage is an error.
  public func takeDamages() -> [FileProblem] { [] }

  /// The image `index`.
  ///
  /// - Throws: Where the image cannot be read.
  public func image(at index: Int) throws -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: shape.byteCount)
    try pixels.withUnsafeMutableBufferPointer { buffer in
      try copyImage(at: index, into: buffer)
    }
    return pixels
  }

  /// The images of `indices` as a batch.
  ///
  /// - Throws: Where an image cannot be read.
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

  /// Hands on the images of `indices`, so many at a time.
  ///
  /// - Parameters:
  ///   - indices: Which, in this order.
  ///   - size: The most images of a batch; fewer where these would take more than 16 MiB.
  ///   - body: Gets each batch and the number of images handed on, its own included.
  /// - Throws: Where an image cannot be read; what `body` throws.
  /// - Precondition: `size` is positive.
  package func forEachBatch(
    of indices: [Int],
    size: Int,
    _ body: (_ batch: ImageBatch, _ done: Int) throws -> Void
  ) throws {
    let length = max(1, min(size, (16 << 20) / shape.byteCount))
    for first in stride(from: 0, to: indices.count, by: length) {
      let end = min(first + length, indices.count)
      try body(try batch(of: Array(indices[first..<end])), end)
    }
  }
}

extension ImageDataset {
  /// The image `index`.
  ///
  /// - Throws: Where the image cannot be read.
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
