import Adversarial
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Two tiny networks trained on the numbers of a mixture.
///
/// The generator maps one number z, uniform in −1..<1, to x = G(z) + ε. The noise ε ~ N(0, 0.2) is not
/// learned. It makes the density q of x smooth, so that it can be computed rather than estimated; see
/// `Densities`.
final class Game {
  /// The standard deviation of ε.
  ///
  /// The peaks of the data are wider, so that G can match them nevertheless.
  static let noise: Float = 0.2

  let data: Mixture
  let generator: Sequential
  let discriminator: Sequential
  private let generatorOptimizer: Optimizer
  private let discriminatorOptimizer: Optimizer
  private let latent: RandomStream
  private let examples: RandomStream

  /// A game of `rounds` rounds.
  init(for data: Mixture, rounds: Int, seed: UInt64) {
    self.data = data
    let weights = RandomStream(seed: seed, purpose: "weights")
    generator = Self.network(using: weights)
    discriminator = Self.network(using: weights)
    // At a constant rate both networks would circle around the equilibrium; a falling one lets them settle.
    generatorOptimizer = Optimizer(
      of: generator,
      Adam(learningRate: 2e-3, beta1: 0.5),
      schedule: .cosine(to: 0.02, over: rounds)
    )
    discriminatorOptimizer = Optimizer(
      of: discriminator,
      Adam(learningRate: 5e-3, beta1: 0.5),
      schedule: .cosine(to: 0.02, over: rounds * Self.discriminatorSteps)
    )
    latent = RandomStream(seed: seed, purpose: "latent")
    examples = RandomStream(seed: seed, purpose: "data")
  }

  /// A round: the discriminator takes some steps, then the generator takes one against it.
  func play() throws {
    for _ in 0..<Self.discriminatorSteps {
      let (real, fake) = (data.sample(256, using: examples), forgeries(256))
      try discriminatorOptimizer.minimize(
        Objective.nonSaturating.discriminatorLoss(
          real: discriminator(real),
          fake: discriminator(fake.detached)
        )
      )
    }
    try generatorOptimizer.minimize(
      Objective.nonSaturating.generatorLoss(fake: discriminator(forgeries(256)))
    )
  }

  /// The generator's output for fresh random numbers, `[count, 1]`.
  private func forgeries(_ count: Int) -> Tensor { Self.forgeries(count, of: generator, latent) }

  /// A generator's output for fresh random numbers, `[count, 1]`.
  static func forgeries(_ count: Int, of generator: Sequential, _ random: RandomStream) -> Tensor {
    let z = Tensor.uniform([count, 1], from: -1, to: 1, using: random)
    return generator(z) + .normal([count, 1], standardDeviation: noise, using: random)
  }

  /// A network from one number to one number; for the discriminator it is a logit.
  static func network(using random: RandomStream) -> Sequential {
    Sequential(
      linear(1, 32, using: random),
      Activation(tanh),
      linear(32, 32, using: random),
      Activation(tanh),
      linear(32, 1, using: random)
    )
  }

  private static func linear(_ inputs: Int, _ outputs: Int, using random: RandomStream) -> Linear {
    Linear(inputs, outputs, weights: .pyTorchDefault, biases: .pyTorchDefault, using: random)
  }

  private static let discriminatorSteps = 3
}
