import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Fully connected layers of these sizes, with a function between them.
func layers(
  _ sizes: [Int],
  _ function: @escaping (Tensor) -> Tensor = { leakyReLU($0, slope: 0.2) },
  using random: RandomStream
) -> Layers {
  Layers(sizes, function, using: random)
}

/// Fully connected layers with a function between them.
final class Layers: Layer, Partwise {
  let parts: [Linear]
  private let function: (Tensor) -> Tensor

  init(
    _ sizes: [Int],
    _ function: @escaping (Tensor) -> Tensor,
    using random: RandomStream
  ) {
    parts = zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      Linear(inputs, outputs, biases: .pyTorchDefault, using: random)
    }
    self.function = function
  }

  /// Maps `[N, first size]` to `[N, last size]`.
  func callAsFunction(_ x: Tensor) -> Tensor {
    parts.dropFirst().reduce(parts[0](x)) { $1(function($0)) }
  }
}

/// Adam with the first decay rate of 0.5 that is usual for GANs, and a rate that falls to nearly nothing.
func adam(_ model: any Module, _ rate: Float, over steps: Int, beta1: Float = 0.5) -> Optimizer {
  let fall = LearningRateSchedule.cosine(to: 0.01, over: steps)
  return Optimizer(of: model, Adam(learningRate: rate, beta1: beta1), schedule: fall)
}
