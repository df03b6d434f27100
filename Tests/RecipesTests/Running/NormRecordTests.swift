import Adversarial
import Datasets
import GANTestSupport
import NeuralNetworks
import Optimizers
import Recipes
import TensorCore
import Testing
import Training

/// The norms of gradients and weights.
@Suite struct NormRecordTests {
  @Test func gradientsAreMeasuredOnRequest() throws {
    let gan = GAN(.small)
    let optimizer = gan.generatorOptimizer
    let gradients = optimizer.parameters.map { Tensor(repeating: 2, shape: $0.value.shape) }
    let before = optimizer.parameters.flatMap { $0.value.value.scalars.map(Double.init) }
    // Sums in single precision, tensor by tensor.
    let weights = before.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(optimizer.parameterNorm - weights) < 1e-5 * weights)
    try optimizer.step(along: gradients)
    #expect(optimizer.gradientNorm == nil)
    optimizer.measuresGradientNorm = true
    try optimizer.step(along: gradients)
    let expected = 2 * Double(before.count).squareRoot()
    #expect(abs((optimizer.gradientNorm ?? 0) - expected) < 1e-5 * expected)
  }

  @Test func normsDoNotChangeTraining() throws {
    func weights(measuring: Bool) throws -> [Float] {
      let gan = GAN(.small)
      let updater = GANUpdater(gan)
      for seed in 0..<3 {
        gan.generatorOptimizer.measuresGradientNorm = measuring
        gan.discriminatorOptimizer.measuresGradientNorm = measuring
        _ = try updater.update(.squares(gan.recipe.imagesPerIteration, seed: UInt64(seed)))
      }
      #expect((gan.discriminatorOptimizer.gradientNorm != nil) == measuring)
      return gan.generator.parameters.flatMap { $0.value.scalars }
    }
    #expect(try weights(measuring: true) == weights(measuring: false))
  }
}
