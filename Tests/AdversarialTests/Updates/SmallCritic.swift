import Adversarial
import NeuralNetworks
import Randomness
import TensorCore

/// Two convolutions and a linear layer with leaky ReLU between: the critic of
/// `Scripts/record_gradient_penalty.py`, for images 8×8×3.
final class SmallCritic: UnconditionalDiscriminator {
  let first: Conv2D
  let second: Conv2D
  let toLogit: Linear

  init(using random: RandomStream = RandomStream(seed: 5, purpose: "weights")) {
    let halving = ConvolutionSettings(stride: 2, padding: 1)
    first = Conv2D(3, 8, kernel: 4, halving, using: random)
    second = Conv2D(8, 16, kernel: 4, halving, using: random)
    toLogit = Linear(2 * 2 * 16, 1, using: random)
  }

  /// Maps `[N, 8, 8, 3]` to `[N, 1]`.
  func callAsFunction(_ x: Tensor) -> Tensor { toLogit(features(of: x)) }

  func features(of x: Tensor) -> Tensor {
    leakyReLU(second(leakyReLU(first(x), slope: 0.2)), slope: 0.2)
      .reshaped(to: [x.shape[0], -1])
  }
}
