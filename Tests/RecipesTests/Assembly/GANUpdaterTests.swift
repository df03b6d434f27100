import Adversarial
import Archives
import GANTestSupport
import NeuralNetworks
import Optimizers
import Recipes
import TensorCore
import TestSupport
import Testing
import Training

/// What an iteration does with a recipe's objective, steps and average.
@Suite struct GANUpdaterTests {
  @Test(arguments: RecipeName.allCases, [1, 3])
  func theDiscriminatorMovesAsOftenAsAsked(_ name: RecipeName, _ steps: Int) throws {
    let recipe = Recipe.narrow(name) { $0.discriminatorSteps = steps }
    let updater = GANUpdater(GAN(recipe))
    for index in 0..<2 { _ = try updater.update(recipe.randomBatch(index)) }
    let state = try updater.state()
    #expect(state["generator_optimizer/step"] == NumpyArray(2 as Int64))
    #expect(state["discriminator_optimizer/step"] == NumpyArray(Int64(2 * steps)))
  }

  /// The probability of fixed augmentation grows along half a cosine, and is what the discriminator's images are
  /// changed with.
  @Test func fixedAugmentationGrows() throws {
    var recipe = Recipe.narrow(.dcganMNIST) { $0.augmentation = .fixed }
    (recipe.augmentationProbability, recipe.augmentationRise) = (0.8, 4)
    let gan = GAN(recipe)
    let updater = GANUpdater(gan)
    var found: [Double] = []
    for index in 0..<6 {
      let observation = try updater.update(recipe.randomBatch(index))
      found.append(try #require(observation["augment/p"]))
      #expect(observation["augment/r"] == nil)
      #expect((gan.augmentation as? AugmentationPipe)?.probability == found.last)
    }
    let expected = [0, 0.1171573, 0.4, 0.6828427, 0.8, 0.8]
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found)")
  }

  /// Two steps are a move of the discriminator alone on the first half of the images, and an ordinary
  /// update on the second.
  @Test(arguments: RecipeName.allCases)
  func everyStepHasImagesOfItsOwn(_ name: RecipeName) throws {
    let recipe = Recipe.narrow(name) { $0.discriminatorSteps = 2 }
    let images = recipe.pixelRange.tensor(recipe.randomBatch(0))
    let last = recipe.imagesPerIteration
    let latents = (0..<4).map { Tensor.sample([3, 6], seed: UInt64($0)) }

    let together = GAN(recipe)
    var unused = latents[...]
    _ = try together.trainingStep(real: images, discriminatorSteps: 2) { _ in unused.removeFirst() }

    let apart = GAN(recipe)
    let update = apart.trainingStep
    var rest = latents[...]
    try update.updateDiscriminator(real: images.slice(0..<3, along: 0)) { _ in rest.removeFirst() }
    _ = try update(real: images.slice(3..<last, along: 0)) { _ in rest.removeFirst() }

    #expect(unused.count == rest.count)
    for (left, right) in [
      (together.generator, apart.generator), (together.discriminator, apart.discriminator),
    ] {
      #expect(
        zip(left.parameters, right.parameters).allSatisfy { $0.value.isIdentical(to: $1.value) }
      )
    }
  }

  @Test(arguments: RecipeName.allCases)
  func movingTheDiscriminatorLeavesTheGenerator(_ name: RecipeName) throws {
    let recipe = Recipe.narrow(name)
    let gan = GAN(recipe)
    let before = gan.generator.parameters.map(\.value.detached)
    let rival = gan.discriminator.parameters.map(\.value.detached)
    let images = recipe.pixelRange.tensor(recipe.randomBatch(0))
    try gan.trainingStep.updateDiscriminator(real: images) { .sample([$0, 6]) }
    let (after, moved) = (gan.generator.parameters, gan.discriminator.parameters)
    #expect(zip(after, before).allSatisfy { $0.value.isIdentical(to: $1) })
    #expect(zip(moved, rival).contains { !$0.value.isIdentical(to: $1) })
  }

  @Test(arguments: RecipeName.allCases, Objective.allCases)
  func everyObjectiveTrainsEveryRecipe(_ name: RecipeName, _ objective: Objective) throws {
    let recipe = Recipe.narrow(name) { recipe in
      recipe.objective = objective
      if objective == .wasserstein { recipe.gradientPenalty = 10 }
      if objective == .hinge { recipe.r1 = 1 }
    }
    let updater = GANUpdater(GAN(recipe))
    for index in 0..<2 {
      let seen = try updater.update(recipe.randomBatch(index))
      #expect(seen.firstNonFinite == nil, "\(seen)")
    }
  }

  /// A penalty is a part of the discriminator's loss, scaled as the objective is, and no part of the
  /// generator's.
  @Test(arguments: RecipeName.allCases)
  func penaltiesAreAddedToTheLoss(_ name: RecipeName) throws {
    func losses(_ gamma: Float) throws -> (generator: Double, discriminator: Double) {
      let recipe = Recipe.narrow(name) { $0.r1 = gamma }
      let seen = try GANUpdater(GAN(recipe)).update(recipe.randomBatch(0))
      return (try #require(seen["gen/loss"]), try #require(seen["dis/loss"]))
    }
    let (none, one, two) = (try losses(0), try losses(1), try losses(2))
    #expect(one.discriminator > none.discriminator)
    let difference =
      (two.discriminator - none.discriminator) / (one.discriminator - none.discriminator)
    // Losses of about 1 are rounded to 6e-8, and the penalties of small networks are small.
    #expect(abs(difference - 2) < 1e-6 / (one.discriminator - none.discriminator))
  }

  @Test(arguments: RecipeName.allCases)
  func theAverageFollowsTheGenerator(_ name: RecipeName) throws {
    let recipe = Recipe.narrow(name) { $0.averageDecay = 0.75 }
    let gan = GAN(recipe)
    let average = try #require(gan.generatorAverage)
    #expect(gan.samplingGenerator === average.model)
    var expected = gan.generator.parameters.map { $0.value.scalars.map(Double.init) }
    // All buffers of generators are running averages.
    var statistics = gan.generator.namedBuffers.map { $0.value.value.scalars.map(Double.init) }
    let updater = GANUpdater(gan)
    func follow(_ average: [Double], _ now: [Float]) -> [Double] {
      zip(average, now).map { 0.75 * $0 + 0.25 * Double($1) }
    }
    for index in 0..<3 {
      _ = try updater.update(recipe.randomBatch(index))
      for (place, parameter) in gan.generator.parameters.enumerated() {
        expected[place] = follow(expected[place], parameter.value.scalars)
      }
      for (place, buffer) in gan.generator.namedBuffers.enumerated() {
        statistics[place] = follow(statistics[place], buffer.value.value.scalars)
      }
    }
    for (parameter, expected) in zip(average.model.parameters, expected) {
      expectClose(parameter.value, expected, absolute: 1e-7, relative: 1e-6)
    }
    for (buffer, expected) in zip(average.model.namedBuffers, statistics) {
      expectClose(buffer.value.value, expected, absolute: 1e-7, relative: 1e-6)
    }
  }

  /// An average must not disturb what is trained.
  @Test(arguments: RecipeName.allCases)
  func theAverageChangesNothingElse(_ name: RecipeName) throws {
    let states = try ([0, 0.9] as [Float]).map { decay in
      let recipe = Recipe.narrow(name) { $0.averageDecay = decay }
      let updater = GANUpdater(GAN(recipe))
      for index in 0..<2 { _ = try updater.update(recipe.randomBatch(index)) }
      return try updater.state()
    }
    for name in states[0].names { #expect(states[0][name] == states[1][name], "\(name)") }
  }

  @Test func withoutAnAverageImagesAreTheGenerators() {
    let gan = GAN(.narrow(.mlpMNIST))
    #expect(gan.generatorAverage == nil)
    #expect(gan.samplingGenerator === gan.generator)
  }
}
