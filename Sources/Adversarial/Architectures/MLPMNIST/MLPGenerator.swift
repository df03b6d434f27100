public import Datasets
internal import NeuralNetworks
public import Randomness
public import TensorCore

/// Turns latent vectors into images with fully connected layers only.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", in the form of the PyTorch tutorial's
/// generator: four linear layers, each hidden one twice as wide as the one before.
public final class MLPGenerator: UnconditionalGenerator {
  let layers: [Linear]
  private let imageShape: [Int]

  /// A generator with PyTorch's default initialization.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - width: The width of the first hidden layer; the others are two and four times as wide.
  ///   - image: The shape of the images.
  ///   - random: The stream that weights are drawn from.
  /// - Precondition: All sizes are positive.
  public init(
    latentSize: Int,
    width: Int,
    image: ImageShape = .mnist,
    using random: RandomStream
  ) {
    let widths = [latentSize, width, 2 * width, 4 * width, image.byteCount]
    layers = zip(widths, widths.dropFirst()).map {
      Linear($0, $1, weights: .pyTorchDefault, biases: .pyTorchDefault, using: random)
    }
    imageShape = [image.height, image.width, image.channels]
  }

  /// Maps `[N, latentSize]` to images `[N, H, W, C]`, with values in (−1, 1).
  public func callAsFunction(_ z: Tensor) -> Tensor {
    var h = z
    for layer in layers.dropLast() { h = leakyReLU(layer(h), slope: 0.01) }
    return tanh(layers[layers.count - 1](h)).reshaped(to: [z.shape[0]] + imageShape)
  }
}
