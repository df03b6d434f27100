public import NeuralNetworks
public import TensorCore

/// A network that turns latent vectors, and what is asked for, into images.
public protocol Generator: Module {
  /// Maps latent vectors to images.
  ///
  /// - Parameters:
  ///   - z: `[N, latentSize]`.
  ///   - condition: What each image is to show; may be ignored.
  /// - Returns: `[N, H, W, C]`.
  func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor
}

extension Generator {
  /// The images of an input, with what was asked for.
  public func callAsFunction(_ input: GeneratorInput) -> Examples {
    Examples(self(input.z, input.condition), input.condition)
  }
}

/// A generator that is asked for nothing: a layer from latent vectors to images.
public protocol UnconditionalGenerator: Layer, Generator {}

extension UnconditionalGenerator {
  /// Maps latent vectors to images; the condition is ignored.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor { self(z) }
}
