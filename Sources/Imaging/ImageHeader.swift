/// What an image file says of itself before its pixels.
public struct ImageHeader: Equatable, Sendable {
  /// Rows of pixels, once it is turned upright.
  public let height: Int
  /// Columns of pixels, once it is turned upright.
  public let width: Int
  /// The channels that decoding gives: 1 for gray, 3 for color.
  public let channels: Int
  /// How the pixels are stored.
  public let mode: ImageMode
  /// What decoding does to turn the image upright.
  public let orientation: ImageOrientation

  /// The header of an image whose sides are stored as `height` and `width`.
  init(
    storedHeight height: Int,
    width: Int,
    channels: Int,
    mode: ImageMode,
    orientation: ImageOrientation
  ) {
    (self.height, self.width) = orientation.exchangesSides ? (width, height) : (height, width)
    self.channels = channels
    self.mode = mode
    self.orientation = orientation
  }
}
