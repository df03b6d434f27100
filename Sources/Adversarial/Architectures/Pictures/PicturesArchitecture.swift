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

  /// `true`.
  public static var hasClassifier: Bool { true }

  /// Accepts images of at least 8 pixels on either side.
  public static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {
    let least = PicturesShape.leastSide
    guard min(shape.image.height, shape.image.width) >= least else {
      throw NetworkShapeProblem(
        .image,
        found: "\(shape.image.height)x\(shape.image.width)",
        expected: "sides of at least \(least) pixels"
      )
    }
    let most = PicturesShape.mostSketches / max(shape.conditioning.classCount, 1)
    if let sketches = PicturesShape.sketches(of: shape), sketches.count > most {
      throw NetworkShapeProblem(
        .own(PicturesShape.sketchCountName),
        found: "\(sketches.count)",
        expected: "at most \(most) of each class"
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
      shape: featureMaps(of: shape),
      classes: shape.conditioning.classCount,
      embedsClasses: shape.own[PicturesShape.embeddingName] ?? false,
      sketches: PicturesShape.sketches(of: shape),
      using: random.weights
    )
  }

  /// A `PicturesDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    PicturesDiscriminator(
      shape: featureMaps(of: shape),
      classes: shape.conditioning.classCount,
      hasClassifier: shape.hasClassifier,
      using: random.weights
    )
  }

  private static func featureMaps(of shape: NetworkShape) -> PicturesShape {
    PicturesShape(
      image: shape.image,
      width: shape.width,
      smallest: shape.own[PicturesShape.smallestName] ?? PicturesShape.usualSmallest
    )
  }
}
