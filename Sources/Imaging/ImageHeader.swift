/// The header of an image file.
public struct ImageHeader: Equatable, Sendable {
  /// Height in pixels, after rotating the image upright.
  public let height: Int
  /// Width in pixels, after rotating the image upright.
  public let width: Int
  /// The channels of the decoded image: 1 for grayscale, 3 for color.
  public let channels: Int
  /// How the pixels are stored.
  public let mode: ImageMode
  /// How decoding rotates the image upright.
  public let orientation: ImageOrientation

  /// The header of an image with the stored sides `height` and `width`.
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
