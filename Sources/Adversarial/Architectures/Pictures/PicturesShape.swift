public import Datasets
internal import NeuralNetworks
import Preconditions

/// The sizes and widths of the feature maps in the networks of `pictures`.
public struct PicturesShape: Equatable, Sendable {
  /// The shape of the images.
  public let image: ImageShape
  /// The width of the feature maps of 32 to 63 pixels on the shorter side.
  public let width: Int
  /// The sizes of the generator's feature maps, from the smallest to the image's own.
  ///
  /// The discriminator has as many, which are rounded down.
  public let ladder: SizeLadder
  /// The pixels of the discriminator's smallest feature map.
  let smallestCount: Int

  /// How the first weights are drawn.
  static let weights = Initializer.normal(weightDeviation)
  static let weightDeviation: Float = 0.02
  /// How many times as wide the smallest feature map is.
  private static let widening = 8

  /// Shapes for images.
  ///
  /// - Parameters:
  ///   - image: The shape of the images.
  ///   - width: The width of the feature maps of 32 to 63 pixels on the shorter side.
  ///   - smallest: The most pixels that the smallest feature map has on its shorter side: the images are halved until
  ///     it has no more.
  /// - Precondition: The shorter side has at least 8 pixels, and `smallest` is in `smallestSides`.
  public init(image: ImageShape, width: Int, smallest: Int = usualSmallest) {
    require(
      min(image.height, image.width) >= Self.leastSide && Self.smallestSides.contains(smallest),
      "PicturesShape: \(image.height)x\(image.width) pixels down to \(smallest)"
    )
    self.image = image
    self.width = width
    var (side, halvings) = (min(image.height, image.width), 0)
    while side > smallest { (side, halvings) = (side / 2, halvings + 1) }
    // A doubled feature map can be cropped; a convolution with a stride of 2 rounds down.
    ladder = SizeLadder(of: image, halvings: halvings, rounding: .up)
    smallestCount = SizeLadder(of: image, halvings: halvings, rounding: .down).first.pixelCount
  }

  /// What the shape's `own` values call the most pixels of the smallest feature map.
  package static let smallestName = "smallest-map"
  /// What these can be.
  public static let smallestSides = 2...7
  /// What they are where nobody says otherwise, as in version 1.0.
  public static let usualSmallest = 7
  /// What the shape's `own` values call whether the generator's first feature map begins with the class's own.
  package static let embeddingName = "class-maps"
  /// What they call the length of a sketch.
  package static let sketchSizeName = "sketch-size"
  /// What they call the number of images whose sketches are kept.
  package static let sketchCountName = "sketch-count"
  /// What they call the weight of sketches in the generator's loss.
  package static let sketchWeightName = "sketch-weight"
  /// Sketches of all classes that are counted where the images are not known yet.
  private static let usualSketchCount = 1024
  /// The most sketches of all classes together.
  static let mostSketches = 1 << 18

  /// The sketches that a shape asks for, no longer than a latent vector; `nil` for none.
  static func sketches(of shape: NetworkShape) -> SketchShape? {
    guard let size: Int = shape.own[sketchSizeName], size > 0 else { return nil }
    let usual = max(usualSketchCount / max(shape.conditioning.classCount, 1), 1)
    return SketchShape(
      size: min(size, shape.latentSize),
      count: shape.own[sketchCountName] ?? usual,
      weight: shape.own[sketchWeightName] ?? 1
    )
  }

  /// The least height and width of images.
  static let leastSide = 8

  /// From the smallest feature map up: `width` eight times, and half as much after each doubling, but no less than
  /// a quarter of `width`.
  var generatorWidths: [Int] {
    (0...ladder.halvings).map { max((width * Self.widening) >> $0, width / 4, 1) }
  }

  /// From the largest feature map down: the generator's of the same sizes, without the image's own.
  var discriminatorWidths: [Int] { generatorWidths.dropLast().reversed() }
}
