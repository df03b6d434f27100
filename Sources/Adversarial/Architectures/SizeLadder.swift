public import Datasets
import Preconditions
internal import TensorCore

/// The heights and widths that an image passes through while it is halved again and again: how deep a
/// convolutional network must be for images of a size.
public struct SizeLadder: Equatable, Sendable {
  /// Height and width of an image.
  public struct Size: Equatable, Sendable {
    /// Rows of pixels.
    public let height: Int
    /// Columns of pixels.
    public let width: Int
    /// Pixels in all.
    public var pixelCount: Int { height * width }
  }

  /// What becomes of half a pixel.
  public enum Rounding: Sendable {
    /// 7 becomes 3, as by a kernel of 4 with a stride of 2 and a border of 1.
    case down
    /// 7 becomes 4, as by TensorFlow's `SAME`.
    case up
  }

  /// From the smallest to the image's own.
  public let sizes: [Size]

  /// The sizes of an image that is halved so many times.
  ///
  /// - Precondition: The last halving still finds two pixels in each direction.
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

  /// The halvings that leave 4 to 7 pixels of the shorter side: 2 from 16 and 28, 3 from 32 and 48, 4 from
  /// 64 and 96, 5 from 128.
  public static func usualHalvings(of image: ImageShape) -> Int {
    var (side, halvings) = (min(image.height, image.width), 0)
    while side > 7 { (side, halvings) = (side / 2, halvings + 1) }
    return halvings
  }

  /// The smallest size.
  public var first: Size { sizes[0] }
  /// How many times the image is halved.
  public var halvings: Int { sizes.count - 1 }
}
