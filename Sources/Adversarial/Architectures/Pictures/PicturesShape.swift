public import Datasets
internal import NeuralNetworks
import Preconditions

/// The sizes and widths of the feature maps in the networks of `pictures`.
public struct PicturesShape: Equatable, Sendable {
  /// The shape of the images.
  public let image: ImageShape
  /// The width of the feature maps of 32 to 63 pixels on the shorter side.
  public let width: Int
  /// The sizes of the generator's feature maps, from the smallest, of 3 to 6 pixels on its shorter side, to the
  /// image's own.
  public let generatorLadder: SizeLadder
  /// The sizes of the discriminator's feature maps, of 3 to 5 pixels at the smallest, to the image's own.
  public let discriminatorLadder: SizeLadder

  /// How the first weights are drawn.
  static let weights = Initializer.normal(0.02)
  /// How many times as wide the smallest feature map is.
  private static let widening = 8

  /// Shapes for images.
  ///
  /// - Precondition: The shorter side has at least 8 pixels.
  public init(image: ImageShape, width: Int) {
    require(
      min(image.height, image.width) >= Self.leastSide,
      "PicturesShape: \(image.height)x\(image.width) pixels"
    )
    self.image = image
    self.width = width
    var (side, halvings) = (min(image.height, image.width), 0)
    while side > 5 { (side, halvings) = (side / 2, halvings + 1) }
    // A doubled feature map can be cropped; a convolution with a stride of 2 rounds down.
    generatorLadder = SizeLadder(of: image, halvings: halvings, rounding: .up)
    discriminatorLadder = SizeLadder(of: image, halvings: halvings, rounding: .down)
  }

  /// The least height and width of images.
  static let leastSide = 8

  /// From the smallest feature map up: `width` eight times, and half as much after each doubling, but no less than
  /// a quarter of `width`.
  var generatorWidths: [Int] {
    (0...generatorLadder.halvings).map { max((width * Self.widening) >> $0, width / 4, 1) }
  }

  /// From the largest feature map down: the generator's of the same sizes, without the image's own.
  var discriminatorWidths: [Int] { generatorWidths.dropLast().reversed() }
}
