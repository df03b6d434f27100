import Adversarial
import GANTestSupport
import NeuralNetworks
import Optimizers
import Randomness
import Recipes
import TensorCore
import Testing
import Training

/// Small trainings, from seeds that make them the same every time.
@Suite struct LearningTests {
  @Test func aGeneratorLearnsWhereTheNumbersLie() throws {
    // Real numbers are N(3, 0.5); the generator starts at N(0, 1) and can shift and scale.
    let weights = RandomStream(seed: 1, purpose: "weights")
    let generator = Linear(1, 1, weights: .ones, using: weights)
    let discriminator = Sequential(
      Linear(1, 16, using: weights),
      Activation { leakyReLU($0, slope: 0.2) },
      Linear(16, 1, using: weights)
    )
    let adam = Adam(learningRate: 0.02, beta1: 0.5, form: .chainer)
    let update = SharedForwardStep(
      GANTraining(
        generator: LayerGenerator(generator),
        discriminator: LayerDiscriminator(discriminator),
        generatorOptimizer: Optimizer(of: generator, adam),
        discriminatorOptimizer: Optimizer(of: discriminator, adam)
      )
    )
    let (data, latent) = (
      RandomStream(seed: 1, purpose: "data"), RandomStream(seed: 1, purpose: "latent")
    )
    var means: [Float] = []
    for _ in 0..<1000 {
      _ = try update(real: .normal([64, 1], mean: 3, standardDeviation: 0.5, using: data)) { _ in
        .normal([64, 1], using: latent)
      }
      means.append(generator.bias?.value.scalars[0] ?? 0)
    }
    // Both networks circle around the solution: their average over the second half is what counts.
    let average = means.suffix(500).reduce(0, +) / 500
    #expect(abs(average - 3) < 0.5, "the generator's mean is \(average)")
  }

  @Test func theDiscriminatorLearnsToTellSquaresFromNoise() throws {
    // A recipe so small takes long at the tutorial's pace.
    var recipe = Recipe.small
    recipe.discriminatorOptimizer.rule = .adam(
      Adam(learningRate: 0.005, beta1: 0.5, form: .chainer)
    )
    let updater = GANUpdater(GAN(recipe))
    var losses: [Double] = []
    var probabilities: (real: Double, fake: Double) = (0, 0)
    for iteration in 0..<60 {
      let observation = try updater.update(.squares(8, seed: UInt64(iteration)))
      losses.append(try #require(observation["dis/loss"]))
      probabilities = (
        try #require(observation["D(x)"]), try #require(observation["D(G(z))"])
      )
      #expect(try #require(observation["gen/loss"]).isFinite)
    }
    // Guessing costs 2·log 2 = 1.386.
    let (first, last) = (losses.prefix(10).reduce(0, +) / 10, losses.suffix(10).reduce(0, +) / 10)
    #expect(last < 0.9 * first, "\(first) became \(last)")
    #expect(probabilities.real > probabilities.fake)
  }
}
