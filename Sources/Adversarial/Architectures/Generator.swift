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

/// A generator without conditions: a layer from latent vectors to images.
public protocol UnconditionalGenerator: Layer, Generator {}

extension UnconditionalGenerator {
  /// Maps latent vectors to images; the condition is ignored.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor { self(z) }
}
