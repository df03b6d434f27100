import Adversarial
import Datasets
import Foundation
import GANTestSupport
import NeuralNetworks
import Optimizers
import Recipes
import TensorCore
import Testing
import Training

/// R3GAN's recipe: the published numbers, and those between.
@Suite struct R3GANRecipeTests {
  private func sized(_ side: Int) throws -> Recipe {
    var recipe = Recipe.r3gan
    R3GANArchitecture.fit(&recipe, to: ImageShape(height: side, width: side, channels: 3))
    try recipe.validate()
    return recipe
  }

  @Test func itIsThePapersForCIFAR10() throws {
    let recipe = Recipe.r3gan
    #expect(recipe.objective == .relativistic && recipe.r1 == 0.05 && recipe.r2 == 0.05)
    #expect(recipe.batchSize == 512 && recipe.channels == 768 && recipe.latent.size == 64)
    #expect(recipe.latent.distribution == .normal && recipe.averageHalfLife == 5_000_000)
    #expect(recipe.imagesPerIteration == 1024)
    #expect(recipe.augmentation == .fixed && recipe.augmentationProbability == 0.55)
    #expect(recipe.augmentationRise == 20_000_000 / 512)
    guard case .adam(let adam) = recipe.generatorOptimizer.rule else {
      Issue.record("the rule is \(recipe.generatorOptimizer.rule)")
      return
    }
    // 20,000,000 images.
    let last = 20_000_000 / 512 + 2
    #expect(adam.learningRate == 2e-4 && adam.beta1 == 0 && adam.beta2 == 0.9)
    #expect(abs(adam.beta2(at: last) - 0.99) < 1e-6)
    let rate = 2e-4 * recipe.generatorOptimizer.schedule.factor(at: last)
    #expect(abs(rate - 5e-5) < 1e-9)
    #expect(abs(0.05 * recipe.penaltySchedule.factor(at: last) - 0.005) < 1e-6)
  }

  @Test func otherSizesHaveNumbersOfTheirOwn() throws {
    let sizes = [(16, 0.05), (32, 0.05), (48, 0.43), (64, 2.0), (128, 17), (256, 150), (512, 150)]
    for (side, gamma) in sizes {
      let recipe = try sized(side)
      #expect(abs(Double(recipe.r1) - gamma) < 1e-6 * gamma, "\(side): \(recipe.r1)")
      #expect(recipe.r2 == recipe.r1 && recipe.image.width == side)
      #expect(recipe.batchSize == (side > 32 ? 256 : 512))
      #expect(recipe.averageHalfLife == (side > 32 ? 500_000 : 5_000_000))
      #expect(recipe.augmentationProbability == (side > 32 ? 0.3 : 0.55))
    }
  }

  /// Numbers of a size that no augmentation uses are no mistake; others are.
  @Test(arguments: [32, 64]) func augmentationCanBeAnother(_ side: Int) throws {
    for augmentation in [AugmentationChoice.none, .automatic, .differentiable([.color])] {
      var recipe = try sized(side)
      recipe.augmentation = augmentation
      try recipe.validate()
      // As in a run of version 1.0, whose file has neither number.
      (recipe.augmentationProbability, recipe.augmentationRise) = (0.2, 0)
      try recipe.validate()
      recipe.augmentationProbability = 0.1
      #expect(throws: RecipeProblem.self) { try recipe.validate() }
    }
  }

  @Test func whatWasChangedStays() {
    var recipe = Recipe.r3gan
    (recipe.r1, recipe.batchSize, recipe.augmentationProbability) = (3, 32, 0.1)
    R3GANArchitecture.fit(&recipe, to: ImageShape(height: 64, width: 64, channels: 3))
    #expect(recipe.r1 == 3 && recipe.batchSize == 32 && recipe.r2 == 2)
    #expect(recipe.augmentationProbability == 0.1)
  }

  /// CIFAR-10's and FFHQ-64's networks as published, then what follows from the rule.
  @Test func widthsAndGroupsFollowTheRule() {
    func stages(_ side: Int, _ width: Int) -> [[Int]] {
      let image = ImageShape(height: side, width: side, channels: 3)
      return R3GANStages(of: image, width: width).stages.map { [$0.width, $0.groups, $0.blocks] }
    }
    #expect(stages(32, 768) == Array(repeating: [768, 96, 2], count: 4))
    #expect(stages(64, 768) == Array(repeating: [768, 96, 2], count: 4) + [[384, 48, 2]])
    #expect(stages(128, 128).suffix(2) == [[64, 8, 2], [32, 4, 2]])
    #expect(stages(64, 3) == Array(repeating: [3, 3, 2], count: 4) + [[2, 1, 2]])
    #expect(stages(16, 12) == Array(repeating: [12, 3, 2], count: 3))
  }

  @Test func theHalfLifeGrowsAlongACosine() throws {
    var recipe = Recipe.narrow(.r3gan)
    (recipe.averageHalfLife, recipe.averageRise) = (60, 8)
    let gan = GAN(recipe)
    let average = try #require(gan.generatorAverage)
    let updater = GANUpdater(gan)
    func weights(_ model: any Module) -> [Float] { model.parameters[0].value.scalars }
    var expected = weights(gan.generator).map(Double.init)
    for index in 0..<10 {
      _ = try updater.update(recipe.randomBatch(index))
      let halfLife = 60 * (1 - cos(Double.pi * min(Double(index) / 8, 1))) / 2
      // Three images an iteration; of none, nothing is kept.
      let decay = halfLife > 0 ? pow(0.5, 3 / halfLife) : 0
      expected = zip(expected, weights(gan.generator)).map {
        decay * $0 + (1 - decay) * Double($1)
      }
      let found = weights(average.model)
      #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }
  }

  @Test func whatDoesNotGoTogetherIsSaid() {
    func problem(_ change: (inout Recipe) -> Void) -> String? {
      var recipe = Recipe.r3gan
      change(&recipe)
      return #expect(throws: RecipeProblem.self) { try recipe.validate() }?.description
    }
    #expect(
      problem { $0.averageDecay = 0.5 }
        == "average-half-life is 5000000; expected 0, since average is 0.5"
    )
    #expect(
      problem { $0.labelSmoothing = 0.1 } == """
        label-smoothing is 0.1; expected 0, since the objective relativistic has no labels
        """
    )
    let message = problem { recipe in
      recipe.generatorOptimizer = OptimizerSettings(
        .adam(Adam(beta2: 0.99, beta2Schedule: .cosine(to: 1.1, over: 10)))
      )
    }
    #expect(
      message == """
        generator-optimizer.beta2-schedule is 'cosine to 1.1 over 10'; expected one that keeps a \
        beta2 of 0.99 below 1
        """
    )
  }
}
