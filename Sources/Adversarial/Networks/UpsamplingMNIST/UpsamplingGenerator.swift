public import NeuralNetworks
public import Randomness
public import TensorCore

/// Turns latent vectors into images of 28×28 pixels by repeating pixels and smoothing them.
///
/// Two linear layers make 7×7 pixels; twice, every pixel is doubled and a convolution follows.
///
/// Source: the Keras tutorial's generator.
public final class UpsamplingGenerator: Layer {
  /// Height and width of the first image.
  static let firstSize = 7

  let hidden: Linear
  let project: Linear
  let norm: BatchNorm
  let smooth: Conv2D
  let toImage: Conv2D
  private let channels: Int

  /// A generator with Glorot-uniform weights and biases of 0.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - channels: The width of the first image, an even number.
  ///   - imageChannels: 1 for grey, 3 for colour.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive, and `channels` is even.
  public init(
    latentSize: Int,
    channels: Int,
    imageChannels: Int = 1,
    using random: RandomStream
  ) {
    require(
      channels > 0 && channels % 2 == 0,
      "UpsamplingGenerator: \(channels) channels, not 2 · n"
    )
    let pixels = Self.firstSize * Self.firstSize
    let weights = Initializer.glorotUniform
    let settings = ConvolutionSettings(padding: .same)
    hidden = Linear(latentSize, 8 * channels, weights: weights, using: random)
    project = Linear(8 * channels, pixels * channels, weights: weights, using: random)
    norm = BatchNorm(pixels * channels, epsilon: 1e-3, decay: 0.99, variance: .biased)
    smooth = Conv2D(
      channels,
      channels / 2,
      kernel: 5,
      settings,
      weights: weights,
      using: random
    )
    toImage = Conv2D(
      channels / 2,
      imageChannels,
      kernel: 5,
      settings,
      weights: weights,
      using: random
    )
    self.channels = channels
  }

  /// Maps `[N, latentSize]` to `[N, 28, 28, imageChannels]`, with values in (−1, 1).
  public func callAsFunction(_ z: Tensor) -> Tensor {
    let size = Self.firstSize
    let first = tanh(norm(project(tanh(hidden(z)))))
      .reshaped(to: [z.shape[0], size, size, channels] as Shape)
    return tanh(toImage(upsampleNearest(tanh(smooth(upsampleNearest(first))))))
  }
}
