public import Datasets
public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images from generated ones with fully connected layers alone.
///
/// Source: the PyTorch tutorial's discriminator, which is its generator the other way round. The
/// tutorial ends in a sigmoid and takes the cross entropy of probabilities; here the logit itself
/// comes out, whose cross entropy is the same number without loss of precision.
public final class MLPDiscriminator: UnconditionalDiscriminator, Partwise {
  let layers: [Linear]

  /// A discriminator with PyTorch's default initialization.
  ///
  /// - Parameters:
  ///   - width: The width of the last hidden layer; those before are twice and four times as wide.
  ///   - image: The images to tell apart.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    width: Int,
    image: ImageShape = .mnist,
    using random: RandomStream
  ) {
    let widths = [image.byteCount, 4 * width, 2 * width, width, 1]
    layers = zip(widths, widths.dropFirst()).map {
      Linear($0, $1, weights: .pyTorchDefault, biases: .pyTorchDefault, using: random)
    }
  }

  /// Maps images `[N, H, W, C]` in [−1, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    layers[layers.count - 1](features(of: images))
  }

  /// Maps images to the last hidden layer's result, `[N, width]`.
  public func features(of images: Tensor) -> Tensor {
    var h = images.flattened
    for layer in layers.dropLast() { h = leakyReLU(layer(h), slope: 0.01) }
    return h
  }
}
