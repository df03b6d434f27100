public import Datasets
import Preconditions
internal import TensorCore

/// The heights and widths of an image that is halved again and again: the depth of a convolutional network
/// for images of a size.
public struct SizeLadder: Equatable, Sendable {
  /// Height and width of an image.
  public struct Size: Equatable, Sendable {
    /// Height in pixels.
    public let height: Int
    /// Width in pixels.
    public let width: Int
    /// The number of pixels.
    public var pixelCount: Int { height * width }
  }

  /// How an odd size is halved.
  public enum Rounding: Sendable {
    /// 7 becomes 3, as with a kernel of 4, a stride of 2 and a padding of 1.
    case down
    /// 7 becomes 4, as with TensorFlow's `SAME`.
    case up
  }

  /// The sizes, from the smallest to the image's own.
  public let sizes: [Size]

  /// The sizes of an image that is halved `halvings` times.
  ///
  /// - Precondition: Before the last halving there are at least two pixels in each direction.
  public init(of image: ImageShape, halvings: Int, rounding: Rounding) {
    var sizes = [Size(height: image.height, width: image.width)]
    for _ in 0..<halvings {
      let (height, width) = (sizes[0].height, sizes[0].width)
      require(
        height > 1 && width > 1,
        "SizeLadder: \(image) cannot be halved \(halvings) times"
      )
      let more = rounding == .up ? 1 : 0
      sizes.insert(Size(height: (height + more) / 2, width: (width + more) / 2), at: 0)
    }
    self.sizes = sizes
  }

  /// The number of halvings that leave 4 to 7 pixels on the shorter side: 2 for 16 and 28, 3 for 32 and 48, 4
  /// for 64 and 96, 5 for 128.
  public static func usualHalvings(of image: ImageShape) -> Int {
    var (side, halvings) = (min(image.height, image.width), 0)
    while side > 7 { (side, halvings) = (side / 2, halvings + 1) }
    return halvings
  }

  /// The smallest size.
  public var first: Size { sizes[0] }
  /// The number of halvings.
  public var halvings: Int { sizes.count - 1 }
}
