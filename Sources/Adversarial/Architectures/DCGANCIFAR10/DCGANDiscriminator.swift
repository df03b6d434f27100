public import Datasets
internal import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images from generated ones, after DCGAN.
///
/// Pairs of convolutions, one of which halves the image: seven for 32×32 pixels. Gaussian noise on the image
/// and before every activation keeps the discriminator from becoming overconfident.
///
/// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 3, in the form of Chainer's
/// DCGAN example.
public final class DCGANDiscriminator: UnconditionalDiscriminator {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear
  let ladder: SizeLadder
  private let noise: GaussianNoise

  /// A discriminator with weights drawn from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - channels: The width of the last convolution; each halving of the image doubles the width up to it.
  ///   - image: The shape of the images, at least 8×8 pixels.
  ///   - noise: The stream of the noise.
  ///   - random: The stream that weights are drawn from.
  /// - Precondition: All sizes are positive, and `channels` is divisible by two to the number of halvings.
  public init(
    channels: Int,
    image: ImageShape = .cifar10,
    noise: any NoiseSource,
    using random: RandomStream
  ) {
    let weights = Initializer.normal(0.02)
    let ladder = SizeLadder(chainerOf: image)
    let ways = ladder.widths(from: channels).reversed()
    // The first convolution keeps the size; after it, halving and size-preserving convolutions alternate.
    let widths = ways.prefix(1) + ways.dropFirst().flatMap { [$0, $0] }
    convolutions = zip([image.channels] + widths, widths).enumerated().map { index, widths in
      let isHalving = index % 2 == 1
      return Conv2D(
        widths.0,
        widths.1,
        kernel: isHalving ? 4 : 3,
        ConvolutionSettings(stride: isHalving ? 2 : 1, padding: 1),
        weights: weights,
        using: random
      )
    }
    norms = widths.dropFirst().map { BatchNorm($0, epsilon: 2e-5, hasGamma: false) }
    toLogit = Linear(ladder.first.pixelCount * channels, 1, weights: weights, using: random)
    self.ladder = ladder
    self.noise = GaussianNoise(standardDeviation: 0.2, from: noise)
  }

  /// Maps images `[N, H, W, C]` in [0, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }

  /// Maps images to the output of the last convolution, `[N, features]`.
  public func features(of images: Tensor) -> Tensor {
    var h = leakyReLU(noise(convolutions[0](noise(images))), slope: 0.2)
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) {
      h = leakyReLU(noise(norm(convolve(h))), slope: 0.2)
    }
    return h.flattened
  }

  /// Each convolution with the normalization after it, then the linear layer.
  public var parametersByLayer: [[Parameter]] {
    convolutions.parametersByLayer(normalizedBy: norms) + [toLogit.parameters]
  }
}
