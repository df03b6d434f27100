public import Archives
public import Datasets
internal import NeuralNetworks
public import Randomness

/// A pair of networks for images of a shape: what it can be made for, and how both are made, trained and
/// exported.
///
/// Everything that depends on the kind of networks is asked of an architecture; nothing else knows which ones
/// there are.
///
/// ```swift
/// enum SpiralArchitecture: Architecture {
///   static let name = "spiral"
///   static let summary = "a spiral of convolutions"
///   static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator { … }
///   static func discriminator(_ shape: NetworkShape, using random: NetworkStreams) -> any Discriminator { … }
/// }
/// ```
///
/// Only the name, the summary and both networks have to be said. A network whose files another framework
/// is to read says how they lie there by conforming to `StoredNetwork`.
public protocol Architecture: Sendable {
  /// The name by which recipes and checkpoints know it: lower-case words with hyphens between.
  static var name: String { get }

  /// What it is, in one line without a full stop.
  static var summary: String { get }

  /// Whether its networks can be conditioned on classes; `check(_:)` says whether they can do without.
  static var takesClasses: Bool { get }

  /// What the width of its networks must be a multiple of, for images of a shape.
  static func widthStep(for image: ImageShape) -> Int

  /// Checks that its networks can be made for a shape, whose images are of at least 16×16 pixels and whose
  /// width is a multiple of `widthStep(for:)`.
  ///
  /// - Throws: `NetworkShapeProblem` where they cannot.
  static func check(_ shape: NetworkShape) throws(NetworkShapeProblem)

  /// A generator, which maps latent vectors `[N, latentSize]` to images `[N, H, W, C]`.
  ///
  /// - Precondition: `check(_:)` accepts the shape.
  static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator

  /// A discriminator, which maps images `[N, H, W, C]` to logits `[N, 1]`.
  ///
  /// - Precondition: `check(_:)` accepts the shape.
  static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator

  /// How both networks are updated once.
  static func trainingStep(of training: GANTraining) -> any TrainingStep

  /// The shape of the generator whose arrays another framework exported; `nil` where they are of another
  /// architecture.
  static func shape(ofExported generator: NamedArrays) -> NetworkShape?
}

extension Architecture {
  /// `false`: whatever is said of images is ignored.
  public static var takesClasses: Bool { false }

  /// 1: any width will do.
  public static func widthStep(for image: ImageShape) -> Int { 1 }

  /// Accepts every shape.
  public static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {}

  /// `AlternatingStep`.
  public static func trainingStep(of training: GANTraining) -> any TrainingStep {
    AlternatingStep(training)
  }

  /// `nil`: none is known.
  public static func shape(ofExported generator: NamedArrays) -> NetworkShape? { nil }
}

/// What networks draw from.
public struct NetworkStreams {
  /// Where first weights come from.
  public let weights: RandomStream
  /// Where the noise inside the networks comes from.
  public let noise: RandomStream

  /// Two streams.
  public init(weights: RandomStream, noise: RandomStream) {
    (self.weights, self.noise) = (weights, noise)
  }
}
