public import Datasets
public import NeuralNetworks
import Preconditions
public import Randomness
public import TensorCore

/// Tells real images from generated ones, with convolutions and max pooling.
///
/// Source: the Keras tutorial's discriminator, of which the logit before the sigmoid comes out.
public final class PoolingDiscriminator: UnconditionalDiscriminator, Partwise {
  let first: Conv2D
  let second: Conv2D
  let hidden: Linear
  let toLogit: Linear

  /// A discriminator with Glorot-uniform weights and biases of 0.
  ///
  /// - Parameters:
  ///   - channels: The width of the second convolution, an even number.
  ///   - image: The images to tell apart, of at least 12×12 pixels.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive, and `channels` is even.
  public init(
    channels: Int,
    image: ImageShape = .mnist,
    using random: RandomStream
  ) {
    require(
      channels > 0 && channels % 2 == 0,
      "PoolingDiscriminator: \(channels) channels, not 2 · n"
    )
    let weights = Initializer.glorotUniform
    first = Conv2D(
      image.channels,
      channels / 2,
      kernel: 5,
      ConvolutionSettings(padding: .same),
      weights: weights,
      using: random
    )
    second = Conv2D(channels / 2, channels, kernel: 5, weights: weights, using: random)
    // 28 pixels pooled to 14, less 4 at the border, pooled to 5.
    let (height, width) = ((image.height / 2 - 4) / 2, (image.width / 2 - 4) / 2)
    hidden = Linear(height * width * channels, 8 * channels, weights: weights, using: random)
    toLogit = Linear(8 * channels, 1, weights: weights, using: random)
  }

  /// Maps images `[N, H, W, C]` in [−1, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }

  /// Maps images to the hidden layer's result, `[N, 8 · channels]`.
  public func features(of images: Tensor) -> Tensor {
    // The tutorial pools after the hyperbolic tangent. It keeps the order, so the largest value is the same,
    // and has a quarter of the values to compute.
    let h = tanh(maxPool2D(first(images), kernel: (2, 2)))
    return tanh(hidden(tanh(maxPool2D(second(h), kernel: (2, 2))).flattened))
  }
}
