package import Imaging

extension ImageBatch {
  /// Makes a batch of images of one shape.
  ///
  /// - Precondition: All have the shape, and there is a label for each if for any.
  package init(of images: [Image], shape: ImageShape, labels: [Int]? = nil) {
    self.init(
      shape: shape,
      count: images.count,
      pixels: images.flatMap(\.pixels),
      labels: labels
    )
  }

  /// The image `index`.
  ///
  /// - Precondition: `index` is below `count`.
  package func image(at index: Int) -> Image {
    Image(
      height: shape.height,
      width: shape.width,
      channels: shape.channels,
      pixels: Array(pixels[index * shape.byteCount..<(index + 1) * shape.byteCount])
    )
  }

  /// The images as a list.
  package var images: [Image] { (0..<count).map { image(at: $0) } }

  /// The images mirrored horizontally.
  package var mirrored: ImageBatch {
    ImageBatch(of: images.map(\.mirrored), shape: shape, labels: labels)
  }
}
