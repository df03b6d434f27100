import Adversarial
import Datasets
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Real and generated images in one pass of the discriminator, where that is allowed.
@Suite struct OnePassTests {
  /// The same network, which does not say that it keeps the parts of a batch apart.
  private final class Reserved: UnconditionalDiscriminator {
    let inner: any UnconditionalDiscriminator

    init(_ inner: any UnconditionalDiscriminator) { self.inner = inner }

    func callAsFunction(_ x: Tensor) -> Tensor { inner(x) }
    func features(of x: Tensor) -> Tensor { inner.features(of: x) }
  }

  /// Makes images by scaling and shifting a fixed one: a generator that learns a little.
  private final class Scaling: UnconditionalGenerator {
    let scale = Parameter(Tensor.sample([1, 28, 28, 1], seed: 3))

    func callAsFunction(_ z: Tensor) -> Tensor {
      scale.value * z.mean(along: [1]).reshaped(to: [z.shape[0], 1, 1, 1])
    }
  }

  private func networks() -> [any UnconditionalDiscriminator] {
    let random = RandomStream(seed: 1, purpose: "weights")
    return [
      StridedDiscriminator(channels: 8, using: random),
      MLPDiscriminator(width: 8, using: random),
      PoolingDiscriminator(channels: 8, using: random),
    ]
  }

  private func trained(
    _ discriminator: any UnconditionalDiscriminator
  ) throws -> (StepResult, any Module) {
    let generator = Scaling()
    let update = AlternatingStep(
      GANTraining(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0.1)),
        discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 0.1))
      )
    )
    let result = try update(real: .sample([6, 28, 28, 1], seed: 1)) { .sample([$0, 5], seed: 2) }
    return (result, discriminator)
  }

  @Test(arguments: 0..<3) func isWhatTwoPassesAre(_ network: Int) throws {
    let (together, oneNetwork) = try trained(networks()[network])
    let (apart, otherNetwork) = try trained(Reserved(networks()[network]))
    #expect(abs(together.discriminatorLoss - apart.discriminatorLoss) < 1e-5)
    #expect(abs(together.generatorLoss - apart.generatorLoss) < 1e-5)
    for (one, other) in zip(oneNetwork.parameters, otherNetwork.parameters) {
      expectClose(one.value, other.value.scalars.map(Double.init), absolute: 1e-5)
    }
    for (one, other) in zip(oneNetwork.namedBuffers, otherNetwork.namedBuffers) {
      expectClose(one.value.value, other.value.value.scalars.map(Double.init), absolute: 1e-5)
    }
  }
}
