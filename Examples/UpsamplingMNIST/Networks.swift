import NeuralNetworks
import Randomness
import TensorCore

/// The generator: two fully connected layers make a feature map of 7×7 pixels; twice, it is upsampled by two
/// and convolved.
final class Generator: Layer {
  private let hidden: Linear
  private let project: Linear
  private let norm: BatchNorm
  private let smooth: Conv2D
  private let toImage: Conv2D

  init(using random: RandomStream) {
    let weights = Initializer.glorotUniform
    let same = ConvolutionSettings(padding: .same)
    hidden = Linear(100, 1024, weights: weights, using: random)
    project = Linear(1024, 7 * 7 * 128, weights: weights, using: random)
    // Keras' settings, which differ from those of Chainer and PyTorch.
    norm = BatchNorm(7 * 7 * 128, epsilon: 1e-3, decay: 0.99, variance: .biased)
    smooth = Conv2D(128, 64, kernel: 5, same, weights: weights, using: random)
    toImage = Conv2D(64, 1, kernel: 5, same, weights: weights, using: random)
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    let first = tanh(norm(project(tanh(hidden(z))))).reshaped(to: [-1, 7, 7, 128])
    let second = tanh(smooth(upsampleNearest(first)))  // [N, 14, 14, 64]
    return tanh(toImage(upsampleNearest(second)))  // [N, 28, 28, 1]
  }
}

/// The discriminator: the classic network for digits, with one output, the probability that the image is
/// real.
final class Discriminator: Layer {
  private let first: Conv2D
  private let second: Conv2D
  private let hidden: Linear
  private let toLogit: Linear

  init(using random: RandomStream) {
    let weights = Initializer.glorotUniform
    let same = ConvolutionSettings(padding: .same)
    first = Conv2D(1, 64, kernel: 5, same, weights: weights, using: random)
    second = Conv2D(64, 128, kernel: 5, weights: weights, using: random)
    hidden = Linear(5 * 5 * 128, 1024, weights: weights, using: random)
    toLogit = Linear(1024, 1, weights: weights, using: random)
  }

  func callAsFunction(_ images: Tensor) -> Tensor {
    var h = maxPool2D(tanh(first(images)), kernel: (2, 2))  // [N, 14, 14, 64]
    h = maxPool2D(tanh(second(h)), kernel: (2, 2))  // [N, 5, 5, 128]
    return sigmoid(toLogit(tanh(hidden(h.flattened))))
  }
}
