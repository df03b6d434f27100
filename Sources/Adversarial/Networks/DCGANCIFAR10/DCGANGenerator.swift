public import NeuralNetworks
public import Randomness
public import TensorCore

/// Turns latent vectors into images of 32×32 pixels, after DCGAN.
///
/// A linear layer makes 4×4 pixels of `channels` values, three transposed convolutions double them
/// while halving the channels, a last one makes colours.
///
/// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, figure 1, in the size of Chainer's
/// DCGAN example.
public final class DCGANGenerator: Layer {
  /// Height and width of the first image.
  static let firstSize = 4

  let project: Linear
  let norms: [BatchNorm]
  let upsample: [ConvTranspose2D]
  let toImage: ConvTranspose2D
  let channels: Int

  /// A generator with weights drawn from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - channels: The width of the first image, a multiple of 8.
  ///   - imageChannels: 3 for colour, 1 for grey.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive, and `channels` is a multiple of 8.
  public init(
    latentSize: Int,
    channels: Int,
    imageChannels: Int = 3,
    using random: RandomStream
  ) {
    require(
      channels > 0 && channels % 8 == 0,
      "DCGANGenerator: \(channels) channels, not 8 · n"
    )
    let pixels = Self.firstSize * Self.firstSize
    let weights = Initializer.normal(0.02)
    project = Linear(latentSize, pixels * channels, weights: weights, using: random)
    upsample = [1, 2, 4].map { share in
      ConvTranspose2D(
        channels / share,
        channels / (2 * share),
        kernel: 4,
        ConvolutionSettings(stride: 2, padding: 1),
        weights: weights,
        using: random
      )
    }
    toImage = ConvTranspose2D(
      channels / 8,
      imageChannels,
      kernel: 3,
      ConvolutionSettings(padding: 1),
      weights: weights,
      using: random
    )
    norms = [pixels * channels, channels / 2, channels / 4, channels / 8].map {
      BatchNorm($0, epsilon: 2e-5)
    }
    self.channels = channels
  }

  /// Maps `[N, latentSize]` to `[N, 32, 32, imageChannels]`, with values in (0, 1).
  public func callAsFunction(_ z: Tensor) -> Tensor {
    let size = Self.firstSize
    var h = relu(norms[0](project(z))).reshaped(to: [z.shape[0], size, size, channels] as Shape)
    for (up, norm) in zip(upsample, norms.dropFirst()) { h = relu(norm(up(h))) }
    return sigmoid(toImage(h))
  }
}
