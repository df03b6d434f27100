import NeuralNetworks
import Randomness
import TensorCore

/// Convolutions of both networks: five pixels wide, two pixels a step, zeros around the image.
private let strided = ConvolutionSettings(stride: 2, padding: .same)

/// TensorFlow's settings, which differ from Chainer's and PyTorch's.
private func batchNorm(_ channels: Int) -> BatchNorm {
  BatchNorm(channels, epsilon: 1e-3, decay: 0.99, variance: .biased)
}

/// The forger: four transposed convolutions take 2×2 pixels to 4, 7, 14 and 28.
final class Generator: Layer {
  private let project: Linear
  private let norms: [BatchNorm]
  private let upsample: [ConvTranspose2D]
  private let channels: Int

  init(channels: Int, using random: RandomStream) {
    let weights = Initializer.normal(0.04)
    let widths = [8, 4, 2, 1].map { $0 * channels }
    // The tutorial reshapes its 100 numbers to 2×2 pixels, where they do not fit: it takes a layer.
    project = Linear(100, 2 * 2 * 8 * channels, weights: weights, using: random)
    norms = widths.map(batchNorm)
    // Two sizes can shrink to 4 with a stride of 2, 7 and 8: the backward pass must say which it means.
    let steps = zip(zip(widths, widths.dropFirst() + [1]), [4, 7, 14, 28])
    upsample = steps.map { widths, size in
      ConvTranspose2D(
        widths.0,
        widths.1,
        kernel: 5,
        strided,
        outputSize: (size, size),
        hasBias: false,
        weights: weights,
        using: random
      )
    }
    self.channels = channels
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    var h = project(z).reshaped(to: [-1, 2, 2, 8 * channels])
    for (norm, upsample) in zip(norms, upsample) { h = upsample(relu(norm(h))) }
    return tanh(h)
  }
}

/// The detective: four convolutions take 28×28 pixels to 14, 7, 4 and 2, and then to one number.
///
/// It looks at each picture by itself, but for the norms, which look at one batch: `Partwise` says so, and
/// has it shown two batches at once in little more than the time of one.
final class Discriminator: Layer, Partwise {
  private let convolutions: [Conv2D]
  private let norms: [BatchNorm]
  private let toLogit: Linear

  init(channels: Int, using random: RandomStream) {
    let weights = Initializer.normal(0.04)
    let widths = [1] + [1, 2, 4, 8].map { $0 * channels }
    convolutions = zip(widths, widths.dropFirst()).map { from, to in
      Conv2D(from, to, kernel: 5, strided, weights: weights, using: random)
    }
    norms = widths.dropFirst(2).map(batchNorm)
    toLogit = Linear(2 * 2 * 8 * channels, 1, weights: weights, using: random)
  }

  func callAsFunction(_ images: Tensor) -> Tensor {
    var h = relu(convolutions[0](images))
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) { h = relu(norm(convolve(h))) }
    return toLogit(h.flattened)
  }
}
