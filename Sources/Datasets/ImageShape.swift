/// The size of an image in pixels and its number of channels.
public struct ImageShape: Codable, CustomStringConvertible, Hashable, Sendable {
  /// Height in pixels.
  public var height: Int
  /// Width in pixels.
  public var width: Int
  /// 1 for grayscale, 3 for red, green and blue.
  public var channels: Int

  /// A shape.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The shape of CIFAR-10's images: 32×32 pixels in color.
  public static let cifar10 = ImageShape(height: 32, width: 32, channels: 3)

  /// The shape of MNIST's images: 28×28 pixels in grayscale.
  public static let mnist = ImageShape(height: 28, width: 28, channels: 1)

  /// The number of bytes of one image, one for each channel of a pixel.
  public var byteCount: Int { height * width * channels }

  /// The shape scaled down, if necessary, so that no side is longer than `side` pixels.
  package func limited(toSide side: Int) -> ImageShape {
    let longest = max(height, width)
    guard longest > side else { return self }
    return ImageShape(
      height: max(1, height * side / longest),
      width: max(1, width * side / longest),
      channels: channels
    )
  }

  /// The shape as text: "32×32×3".
  public var description: String { "\(height)×\(width)×\(channels)" }
}
