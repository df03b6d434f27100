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

  /// Has the generator draw from new sketches as it drew from those that it learned to draw from.
  ///
  /// A run that starts from another one has sketches of other components, those of its own images.
  ///
  /// - Parameters:
  ///   - map: `[size, size]`: sketch · map + shift is the old sketch of what has the new one, nearly.
  ///   - shift: `[size]`.
  func redraw(from map: Tensor, shiftedBy shift: Tensor)
}

extension GuidedGenerator {
  /// None.
  public var sketches: Sketches? { nil }

  /// Does nothing: what new sketches look like is learned anew.
  public func redraw(from map: Tensor, shiftedBy shift: Tensor) {}

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
