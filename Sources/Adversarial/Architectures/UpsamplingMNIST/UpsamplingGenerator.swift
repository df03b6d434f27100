public import Datasets
internal import NeuralNetworks
import Preconditions
public import Randomness
public import TensorCore

/// Turns latent vectors into images by repeating pixels and smoothing them.
///
/// Two linear layers make a quarter of the height and width, 7×7 for 28×28 pixels; twice, every pixel is
/// doubled and a convolution follows.
///
/// Source: the Keras tutorial's generator.
public final class UpsamplingGenerator: UnconditionalGenerator {
  let hidden: Linear
  let project: Linear
  let norm: BatchNorm
  let smooth: Conv2D
  let toImage: Conv2D
  private let firstShape: [Int]

  /// A generator with Glorot-uniform weights and biases of 0.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - channels: The width of the first image, an even number.
  ///   - image: The images to make; height and width are multiples of 4.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive, and `channels` is even.
  public init(
    latentSize: Int,
    channels: Int,
    image: ImageShape = .mnist,
    using random: RandomStream
  ) {
    require(
      channels > 0 && channels % 2 == 0,
      "UpsamplingGenerator: \(channels) channels, not 2 · n"
    )
    require(
      image.height % 4 == 0 && image.width % 4 == 0,
      "UpsamplingGenerator: images of \(image), not multiples of 4"
    )
    let pixels = image.height / 4 * (image.width / 4)
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
      image.channels,
      kernel: 5,
      settings,
      weights: weights,
      using: random
    )
    firstShape = [image.height / 4, image.width / 4, channels]
  }

  /// Maps `[N, latentSize]` to `[N, H, W, C]`, with values in (−1, 1).
  public func callAsFunction(_ z: Tensor) -> Tensor {
    let first = tanh(norm(project(tanh(hidden(z))))).reshaped(to: [z.shape[0]] + firstShape)
    return tanh(toImage(upsampleNearest(tanh(smooth(upsampleNearest(first))))))
  }
}
