public import Archives
public import Datasets
internal import NeuralNetworks
public import Randomness

/// A pair of networks for images of a given shape: which shapes it supports, and how both networks are built,
/// trained and exported.
///
/// Everything that depends on the kind of networks is asked of an architecture; no other code knows which
/// ones exist.
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
/// Only the name, the summary and both networks are required. A network whose files another framework is to
/// read declares their layout by conforming to `StoredNetwork`.
public protocol Architecture: Sendable {
  /// The name in recipes and checkpoints: lower-case words joined by hyphens.
  static var name: String { get }

  /// A description in one line without a period.
  static var summary: String { get }

  /// Whether its networks can be conditioned on classes; `check(_:)` says whether they can do without.
  static var takesClasses: Bool { get }

  /// Whether its discriminator can have an auxiliary classifier where there are classes; see
  /// `ClassifyingDiscriminator`.
  static var hasClassifier: Bool { get }

  /// The number that the width of its networks must be a multiple of, for images of a shape.
  static func widthStep(for image: ImageShape) -> Int

  /// Checks that its networks can be built for a shape, whose images have at least 16×16 pixels and whose
  /// width is a multiple of `widthStep(for:)`.
  ///
  /// - Throws: `NetworkShapeProblem` if they cannot.
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

  /// One training step of both networks.
  static func trainingStep(of training: GANTraining) -> any TrainingStep

  /// The batches of real images that the generator's update takes beside the discriminator's; see
  /// `TrainingStep.generatorBatches`.
  static var generatorBatches: Int { get }

  /// The shape of a generator that another framework exported; `nil` if its arrays are of another
  /// architecture.
  static func shape(ofExported generator: NamedArrays) -> NetworkShape?
}

extension Architecture {
  /// `false`: whatever is said of images is ignored.
  public static var takesClasses: Bool { false }

  /// `false`.
  public static var hasClassifier: Bool { false }

  /// 1: any width is supported.
  public static func widthStep(for image: ImageShape) -> Int { 1 }

  /// Accepts every shape.
  public static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {}

  /// `AlternatingStep`.
  public static func trainingStep(of training: GANTraining) -> any TrainingStep {
    AlternatingStep(training)
  }

  /// 0: the generator is updated on what the discriminator saw, or without real images.
  public static var generatorBatches: Int { 0 }

  /// `nil`: no exported files are known.
  public static func shape(ofExported generator: NamedArrays) -> NetworkShape? { nil }
}

/// The random streams of two networks.
public struct NetworkStreams {
  /// The stream that initial weights are drawn from.
  public let weights: RandomStream
  /// The stream of the noise inside the networks.
  public let noise: RandomStream

  /// Two streams.
  public init(weights: RandomStream, noise: RandomStream) {
    (self.weights, self.noise) = (weights, noise)
  }
}
