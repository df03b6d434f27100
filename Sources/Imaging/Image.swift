import Preconditions

/// A picture in memory: bytes, row by row, channels last.
public struct Image: Equatable, Sendable {
  /// Rows of pixels, at least 1.
  public let height: Int
  /// Columns of pixels, at least 1.
  public let width: Int
  /// 1 for gray, 3 for red, green and blue.
  public let channels: Int
  /// `[height, width, channels]`, values 0...255.
  public let pixels: [UInt8]

  /// An image of given bytes.
  ///
  /// - Precondition: `pixels` holds `height` × `width` × `channels` bytes; `channels` is 1 or 3.
  public init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
    require(
      height > 0 && width > 0 && (channels == 1 || channels == 3),
      "Image: no image is \(height)×\(width)×\(channels)"
    )
    require(
      pixels.count == height * width * channels,
      "Image: \(pixels.count) bytes do not hold \(height)×\(width)×\(channels)"
    )
    self.height = height
    self.width = width
    self.channels = channels
    self.pixels = pixels
  }

  /// An image of one value throughout.
  public init(height: Int, width: Int, channels: Int, filledWith value: UInt8) {
    self.init(
      height: height,
      width: width,
      channels: channels,
      pixels: [UInt8](repeating: value, count: height * width * channels)
    )
  }

  /// The value of one channel of one pixel.
  ///
  /// - Precondition: The place is inside the image.
  public subscript(row: Int, column: Int, channel: Int = 0) -> UInt8 {
    require(
      (0..<height).contains(row) && (0..<width).contains(column)
        && (0..<channels).contains(channel),
      "Image: no place (\(row), \(column), \(channel)) in \(height)×\(width)×\(channels)"
    )
    return pixels[(row * width + column) * channels + channel]
  }
}
