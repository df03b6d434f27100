public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images of 32×32 pixels from generated ones, after DCGAN.
///
/// Seven convolutions, every other one halving the image; normal noise on the image and before every
/// activation keeps the discriminator from being sure of itself.
///
/// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 3, in the form of Chainer's
/// DCGAN example.
public final class DCGANDiscriminator: Layer {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear
  let channels: Int
  private let noise: GaussianNoise

  /// A discriminator with weights drawn from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - channels: The width of the last image, a multiple of 8.
  ///   - imageChannels: 3 for colour, 1 for grey.
  ///   - noise: Where the noise comes from.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive, and `channels` is a multiple of 8.
  public init(
    channels: Int,
    imageChannels: Int = 3,
    noise: any NoiseSource,
    using random: RandomStream
  ) {
    require(
      channels > 0 && channels % 8 == 0,
      "DCGANDiscriminator: \(channels) channels, not 8 · n"
    )
    let weights = Initializer.normal(0.02)
    let widths = [imageChannels] + [8, 4, 4, 2, 2, 1, 1].map { channels / $0 }
    convolutions = (0..<7).map { index in
      let isHalving = index % 2 == 1
      return Conv2D(
        widths[index],
        widths[index + 1],
        kernel: isHalving ? 4 : 3,
        ConvolutionSettings(stride: isHalving ? 2 : 1, padding: 1),
        weights: weights,
        using: random
      )
    }
    norms = widths.dropFirst(2).map { BatchNorm($0, epsilon: 2e-5, hasGamma: false) }
    toLogit = Linear(
      DCGANGenerator.firstSize * DCGANGenerator.firstSize * channels,
      1,
      weights: weights,
      using: random
    )
    self.channels = channels
    self.noise = GaussianNoise(standardDeviation: 0.2, from: noise)
  }

  /// Maps images `[N, 32, 32, imageChannels]` in [0, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    var h = leakyReLU(noise(convolutions[0](noise(images))), slope: 0.2)
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) {
      h = leakyReLU(noise(norm(convolve(h))), slope: 0.2)
    }
    return toLogit(h.flattened)
  }
}
