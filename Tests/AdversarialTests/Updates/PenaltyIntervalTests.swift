import Adversarial
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Penalties in every nth step alone.
@Suite struct PenaltyIntervalTests {
  /// D(x) = ⟨w, x⟩ for images of two pixels: R1's gradient is γ·w, and that of the rest does not depend on it.
  private final class Linear2: UnconditionalDiscriminator {
    let weight = Parameter(Tensor([0.5, -1], shape: [2, 1]))
    func callAsFunction(_ images: Tensor) -> Tensor {
      matrixProduct(images.flattened, weight.value)
    }
    func features(of images: Tensor) -> Tensor { images.flattened }
  }

  private final class Constant: UnconditionalGenerator {
    let image = Parameter(Tensor([0.25, 0.5], shape: [1, 1, 2, 1]))
    func callAsFunction(_ z: Tensor) -> Tensor {
      concatenate([Tensor](repeating: image.value, count: z.shape[0]))
    }
  }

  private func weights(after steps: Int, gamma: Float, interval: Int) throws -> [[Float]] {
    let (generator, discriminator) = (Constant(), Linear2())
    let training = GANTraining(
      generator: generator,
      discriminator: discriminator,
      generatorOptimizer: Optimizer(of: generator, SGD(learningRate: 0)),
      discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: 0.01)),
      objective: .wasserstein,
      regularization: Regularization(
        penalties: gamma > 0 ? [R1Penalty(gamma: gamma)] : [],
        penaltyInterval: interval
      )
    )
    let step = AlternatingStep(training)
    let real = Examples(Tensor([1, 0, 0.5, 2], shape: [2, 1, 2, 1]))
    return try (0..<steps).map { _ in
      _ = try step(real: real) { GeneratorInput(.zeros([$0, 3])) }
      return discriminator.weight.value.scalars
    }
  }

  @Test func everyThirdStepHasThemThreefold() throws {
    // The objective's gradient is constant: E[G] − E[x].
    let slope: [Double] = [0.25 - 0.75, 0.5 - 1]
    var expected: [Double] = [0.5, -1]
    let found = try weights(after: 7, gamma: 2, interval: 3)
    for (index, weights) in found.enumerated() {
      let gamma: Double = index % 3 == 0 ? 3 * 2 : 0
      expected = zip(expected, slope).map { $0 - 0.01 * ($1 + gamma * $0) }
      for (one, other) in zip(weights, expected) { #expect(abs(Double(one) - other) < 1e-5) }
    }
  }

  @Test func anIntervalOfOneIsEveryStep() throws {
    let slope: [Double] = [0.25 - 0.75, 0.5 - 1]
    var expected: [Double] = [0.5, -1]
    for weights in try weights(after: 3, gamma: 2, interval: 1) {
      expected = zip(expected, slope).map { $0 - 0.01 * ($1 + 2 * $0) }
      for (one, other) in zip(weights, expected) { #expect(abs(Double(one) - other) < 1e-5) }
    }
  }
}
