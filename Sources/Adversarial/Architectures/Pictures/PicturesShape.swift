public import Datasets
internal import NeuralNetworks

/// How large and how wide the images are on their way through the networks of `pictures`.
public struct PicturesShape: Equatable, Sendable {
  /// The images to make.
  public let image: ImageShape
  /// The width of the discriminator's first image; the generator's last has half of it.
  public let width: Int
  /// Sizes from the smallest image, of 4 to 7 pixels on its shorter side, to the image's own.
  public let ladder: SizeLadder

  /// Deviation of the first weights.
  static let weights = Initializer.normal(0.02)
  /// How many times wider than the first images may become.
  private static let most = 8

  /// Shapes for images whose sides the halvings divide.
  public init(image: ImageShape, width: Int) {
    self.image = image
    self.width = width
    ladder = SizeLadder(
      of: image,
      halvings: SizeLadder.usualHalvings(of: image),
      rounding: .down
    )
  }

  /// What both sides of the images have to be multiples of.
  public static func step(for image: ImageShape) -> Int { 1 << SizeLadder.usualHalvings(of: image) }

  /// From the image's size down: `width`, twice, four and eight times as wide, and no wider.
  var discriminatorWidths: [Int] {
    (0..<ladder.halvings).map { width * min(1 << $0, Self.most) }
  }

  /// From the smallest size up: those of the discriminator in reverse, and half of `width`.
  var generatorWidths: [Int] { discriminatorWidths.reversed() + [width / 2] }
}
