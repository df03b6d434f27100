public import Datasets
internal import NeuralNetworks
import Preconditions

/// The sizes and widths of the feature maps in the networks of `pictures`.
public struct PicturesShape: Equatable, Sendable {
  /// The shape of the images.
  public let image: ImageShape
  /// The width of the feature maps of 32 to 63 pixels on the shorter side.
  public let width: Int
  /// Sizes from the smallest feature map, of 4 to 7 pixels on its shorter side, to the image's own.
  public let ladder: SizeLadder

  /// How the first weights are drawn.
  static let weights = Initializer.normal(0.02)
  /// How many times as wide the smallest feature map is.
  private static let widening = 8

  /// Shapes for images.
  ///
  /// - Precondition: The shorter side has at least 8 pixels, and both can be halved without remainder until 4 to 7
  ///   are left of it.
  public init(image: ImageShape, width: Int) {
    let step = Self.step(for: image)
    require(
      step > 1 && image.height.isMultiple(of: step) && image.width.isMultiple(of: step),
      "PicturesShape: \(image.height)x\(image.width) pixels, not multiples of \(step)"
    )
    self.image = image
    self.width = width
    ladder = SizeLadder(
      of: image,
      halvings: SizeLadder.usualHalvings(of: image),
      rounding: .down
    )
  }

  /// What both sides of the images have to be multiples of.
  static func step(for image: ImageShape) -> Int { 1 << SizeLadder.usualHalvings(of: image) }

  /// From the smallest feature map up: `width` eight times, and half as much after each doubling, but no less than
  /// a quarter of `width`.
  var generatorWidths: [Int] {
    (0...ladder.halvings).map { max((width * Self.widening) >> $0, width / 4, 1) }
  }

  /// From the largest feature map down: the generator's of the same sizes, without the image's own.
  var discriminatorWidths: [Int] { generatorWidths.dropLast().reversed() }
}
