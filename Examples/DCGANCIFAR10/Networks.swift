import NeuralNetworks
import Randomness
import TensorCore

// DCGAN's rules: strided convolutions instead of pooling, batch normalization nearly everywhere, no fully
// connected layers between the convolutions, ReLU in the generator and leaky ReLU in the discriminator.
// Images are [N, height, width, channels].

/// The generator: 100 numbers become 4×4 pixels with many channels, then 8×8, 16×16, and 32×32 in color.
final class Generator: Layer {
  private let project: Linear
  private let norm: BatchNorm
  private let upsample: [ConvTranspose2D]
  private let norms: [BatchNorm]
  private let toImage: ConvTranspose2D
  private let channels: Int

  init(channels: Int, using random: RandomStream) {
    let weights = Initializer.normal(0.02)
    let widths = [channels, channels / 2, channels / 4, channels / 8]
    project = Linear(100, 4 * 4 * channels, weights: weights, using: random)
    norm = BatchNorm(4 * 4 * channels, epsilon: 2e-5)
    // With a kernel of 4 and a stride of 2, every pixel gets 2×2 taps: none gets more than its neighbor,
    // which would show as a checkerboard artifact.
    upsample = zip(widths, widths.dropFirst()).map { from, to in
      ConvTranspose2D(
        from,
        to,
        kernel: 4,
        ConvolutionSettings(stride: 2, padding: 1),
        weights: weights,
        using: random
      )
    }
    norms = widths.dropFirst().map { BatchNorm($0, epsilon: 2e-5) }
    toImage = ConvTranspose2D(
      channels / 8,
      3,
      kernel: 3,
      ConvolutionSettings(padding: 1),
      weights: weights,
      using: random
    )
    self.channels = channels
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    var h = relu(norm(project(z))).reshaped(to: [-1, 4, 4, channels])
    for (upsample, norm) in zip(upsample, norms) { h = relu(norm(upsample(h))) }
    return sigmoid(toImage(h))
  }
}

/// The discriminator: seven convolutions, every other one halving the image, and then one number.
final class Discriminator: Layer {
  private let convolutions: [Conv2D]
  private let norms: [BatchNorm]
  private let toLogit: Linear
  private let noise: GaussianNoise

  init(channels: Int, noise source: RandomStream, using random: RandomStream) {
    let weights = Initializer.normal(0.02)
    let widths = [3] + [8, 4, 4, 2, 2, 1, 1].map { channels / $0 }
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
    // The first convolution sees the image as it is: normalizing it would hide its brightness.
    norms = widths.dropFirst(2).map { BatchNorm($0, epsilon: 2e-5, hasGamma: false) }
    toLogit = Linear(4 * 4 * channels, 1, weights: weights, using: random)
    noise = GaussianNoise(standardDeviation: 0.2, from: source)
  }

  /// The noise keeps the discriminator from becoming so confident that the generator learns nothing.
  func callAsFunction(_ images: Tensor) -> Tensor {
    var h = leakyReLU(noise(convolutions[0](noise(images))), slope: 0.2)
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) {
      h = leakyReLU(noise(norm(convolve(h))), slope: 0.2)
    }
    return toLogit(h.flattened)
  }
}
