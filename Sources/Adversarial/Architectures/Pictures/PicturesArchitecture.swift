import Datasets
internal import NeuralNetworks

/// Networks that learn much in little time from few images: `pictures`.
public enum PicturesArchitecture: Architecture {
  /// `pictures`.
  public static let name = "pictures"
  /// Says what it is for.
  public static let summary = "for some hundred to some thousand images of your own, in minutes"

  /// `true`.
  public static var takesClasses: Bool { true }

  /// Accepts images whose sides can be halved without remainder until 4 to 7 pixels are left of the shorter.
  public static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {
    let step = PicturesShape.step(for: shape.image)
    guard step > 1 else {
      throw NetworkShapeProblem(
        .image,
        found: "\(shape.image.height)x\(shape.image.width)",
        expected: "sides of at least 8 pixels"
      )
    }
    guard shape.image.height.isMultiple(of: step), shape.image.width.isMultiple(of: step) else {
      throw NetworkShapeProblem(
        .image,
        found: "\(shape.image.height)x\(shape.image.width)",
        expected:
          "multiples of \(step), since \(name) doubles images \(step.trailingZeroBitCount) times"
      )
    }
  }

  /// A `PicturesGenerator`.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    PicturesGenerator(
      latentSize: shape.latentSize,
      shape: PicturesShape(image: shape.image, width: shape.width),
      classes: shape.conditioning.classCount,
      using: random.weights
    )
  }

  /// A `PicturesDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    PicturesDiscriminator(
      shape: PicturesShape(image: shape.image, width: shape.width),
      classes: shape.conditioning.classCount,
      using: random.weights
    )
  }
}
