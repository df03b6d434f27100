/// The size of an image in pixels and its number of channels.
public struct ImageShape: Codable, CustomStringConvertible, Hashable, Sendable {
  /// Rows of pixels.
  public var height: Int
  /// Columns of pixels.
  public var width: Int
  /// 1 for gray, 3 for red, green and blue.
  public var channels: Int

  /// A shape.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// That of CIFAR-10's images: 32×32 pixels in color.
  public static let cifar10 = ImageShape(height: 32, width: 32, channels: 3)

  /// That of MNIST's images: 28×28 pixels of gray.
  public static let mnist = ImageShape(height: 28, width: 28, channels: 1)

  /// The bytes of one image, one a channel of a pixel.
  public var byteCount: Int { height * width * channels }

  /// The shape scaled down, if need be, so that no side is longer than `side` pixels.
  package func limited(toSide side: Int) -> ImageShape {
    let longest = max(height, width)
    guard longest > side else { return self }
    return ImageShape(
      height: max(1, height * side / longest),
      width: max(1, width * side / longest),
      channels: channels
    )
  }

  /// As people write it: "32×32×3".
  public var description: String { "\(height)×\(width)×\(channels)" }
}
