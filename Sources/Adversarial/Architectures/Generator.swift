public import NeuralNetworks
public import TensorCore

/// A network that turns latent vectors, and a condition, into images.
public protocol Generator: Module {
  /// Maps latent vectors to images.
  ///
  /// - Parameters:
  ///   - z: `[N, latentSize]`.
  ///   - condition: The class of each image, if there are classes; may be ignored.
  /// - Returns: `[N, H, W, C]`.
  func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor
}

extension Generator {
  /// Generates images from an input; they carry its condition.
  public func callAsFunction(_ input: GeneratorInput) -> Examples {
    Examples(self(input.z, input.condition), input.condition)
  }
}

/// A generator with a loss of its own, which is added to that of the objective: that of its sketches, if it starts from
/// some, or any other.
public protocol GuidedGenerator: Generator {
  /// The sketches that it starts from; they are found in the images before the first iteration.
  var sketches: Sketches? { get }

  /// The loss of images that it made.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, on the tape.
  ///   - input: What they were made from.
  /// - Returns: A scalar, or `nil` where there is nothing to add.
  func ownLoss(of images: Tensor, from input: GeneratorInput) -> Tensor?
}

extension GuidedGenerator {
  /// None.
  public var sketches: Sketches? { nil }

  /// How far images are from their sketches.
  public func ownLoss(of images: Tensor, from input: GeneratorInput) -> Tensor? {
    sketches?.loss(of: images, from: input)
  }
}

/// A generator without conditions: a layer from latent vectors to images.
public protocol UnconditionalGenerator: Layer, Generator {}

extension UnconditionalGenerator {
  /// Maps latent vectors to images; the condition is ignored.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor { self(z) }
}
