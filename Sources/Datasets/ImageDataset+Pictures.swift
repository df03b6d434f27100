package import Imaging

extension ImageDataset {
  /// The image `index`.
  ///
  /// - Throws: Where the image cannot be read.
  /// - Precondition: `index` is below `count`.
  package func picture(at index: Int) throws -> Image {
    Image(
      height: shape.height,
      width: shape.width,
      channels: shape.channels,
      pixels: try image(at: index)
    )
  }
}
