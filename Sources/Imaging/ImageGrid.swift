import Preconditions

/// Many images of one size laid out as one picture, row by row.
public struct ImageGrid: Equatable, Sendable {
  /// The rows of images.
  public let rows: Int
  /// The columns of images.
  public let columns: Int
  /// The pixels between two images and around them all; 0 for none.
  public let border: Int
  /// The value of the border and of places without an image.
  public let background: UInt8

  /// A layout.
  ///
  /// - Precondition: `rows` and `columns` are positive, `border` is not negative.
  public init(rows: Int, columns: Int, border: Int = 0, background: UInt8 = 0) {
    require(
      rows > 0 && columns > 0 && border >= 0,
      "ImageGrid: no grid of \(rows) rows, \(columns) columns and a border of \(border)"
    )
    self.rows = rows
    self.columns = columns
    self.border = border
    self.background = background
  }

  /// The picture of `images`, from left to right and from top to bottom.
  ///
  /// - Precondition: There are between 1 and `rows` × `columns` images, all of one shape.
  public func picture(of images: [Image]) -> Image {
    require(
      !images.isEmpty && images.count <= rows * columns,
      "ImageGrid: \(images.count) images do not fit \(rows)×\(columns) places"
    )
    let first = images[0]
    let height = rows * (first.height + border) + border
    let width = columns * (first.width + border) + border
    let rowBytes = first.width * first.channels
    var pixels = [UInt8](repeating: background, count: height * width * first.channels)
    for (index, image) in images.enumerated() {
      require(
        image.height == first.height && image.width == first.width
          && image.channels == first.channels,
        """
        ImageGrid: image \(index) is \(image.height)×\(image.width)×\(image.channels), the first \
        \(first.height)×\(first.width)×\(first.channels)
        """
      )
      let top = border + index / columns * (first.height + border)
      let left = border + index % columns * (first.width + border)
      for row in 0..<first.height {
        let start = ((top + row) * width + left) * first.channels
        pixels.replaceSubrange(
          start..<start + rowBytes,
          with: image.pixels[row * rowBytes..<(row + 1) * rowBytes]
        )
      }
    }
    return Image(height: height, width: width, channels: first.channels, pixels: pixels)
  }
}
