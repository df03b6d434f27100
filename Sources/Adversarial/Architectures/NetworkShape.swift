public import Datasets

/// What two networks are built for: images, width, latent size and conditions.
public struct NetworkShape: Equatable, Sendable {
  /// The shape of the images.
  public var image: ImageShape
  /// The width of the networks, in the architecture's own unit: the channels of one of their layers.
  public var width: Int
  /// The length of a latent vector.
  public var latentSize: Int
  /// What both networks are conditioned on.
  public var conditioning: Conditioning
  /// Whether the discriminator has an auxiliary classifier, if there are classes and the architecture can.
  public var hasClassifier: Bool
  /// The values of settings of the architecture's own.
  public var own: OwnValues

  /// A shape.
  public init(
    image: ImageShape,
    width: Int,
    latentSize: Int,
    conditioning: Conditioning = .none,
    hasClassifier: Bool = false,
    own: OwnValues = OwnValues()
  ) {
    (self.image, self.width, self.latentSize) = (image, width, latentSize)
    (self.conditioning, self.hasClassifier, self.own) = (conditioning, hasClassifier, own)
  }
}

/// A shape that an architecture does not support.
public struct NetworkShapeProblem: Error, Equatable {
  /// A part of a shape.
  public enum Part: Equatable, Sendable {
    /// Height, width or channels of the images.
    case image
    /// The width of the networks.
    case width
    /// The length of a latent vector.
    case latentSize
    /// The classes, or that there are none.
    case conditioning
    /// The value of a setting of the architecture's own.
    case own(String)
  }

  /// The unsupported part.
  public let part: Part
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// A problem.
  public init(_ part: Part, found: String, expected: String) {
    (self.part, self.found, self.expected) = (part, found, expected)
  }
}
