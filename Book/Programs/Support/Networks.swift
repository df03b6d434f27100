import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Fully connected layers of these sizes, with a function between them.
///
/// - Parameters:
///   - sizes: The numbers of inputs, of hidden units and of outputs.
///   - function: What is applied between two layers.
///   - isSpectral: Whether each layer's weights are divided by their largest singular value.
///   - random: The stream that initial weights are drawn from.
/// - Returns: The network.
func layers(
  _ sizes: [Int],
  _ function: @escaping (Tensor) -> Tensor = { leakyReLU($0, slope: 0.2) },
  isSpectral: Bool = false,
  using random: RandomStream
) -> Layers {
  let linear = zip(sizes, sizes.dropFirst()).map { inputs, outputs in
    Linear(inputs, outputs, biases: .pyTorchDefault, using: random)
  }
  guard isSpectral else { return Layers(linear, function) }
  return Layers(linear.map { SpectralNorm($0, using: random) }, function)
}

/// Layers with a function between them.
final class Layers: Layer, Partwise {
  private let parts: [any Layer]
  private let function: (Tensor) -> Tensor
  let isPartwise: Bool

  init(_ parts: [any Layer], _ function: @escaping (Tensor) -> Tensor) {
    self.parts = parts
    self.function = function
    isPartwise = parts.allSatisfy { ($0 as? any Partwise)?.isPartwise == true }
  }

  /// Maps `[N, inputs]` to `[N, outputs]`.
  func callAsFunction(_ x: Tensor) -> Tensor {
    parts.dropFirst().reduce(parts[0](x)) { $1(function($0)) }
  }
}

/// Adam with the first decay rate of 0.5 that is usual for GANs, and a rate that falls to nearly nothing.
func adam(_ model: any Module, _ rate: Float, over steps: Int, beta1: Float = 0.5) -> Optimizer {
  let fall = LearningRateSchedule.cosine(to: 0.01, over: steps)
  return Optimizer(of: model, Adam(learningRate: rate, beta1: beta1), schedule: fall)
}
