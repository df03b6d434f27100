import Adversarial
import Archives
import GANTestSupport
import Recipes
import Terminal
import Testing

/// GANs restored from a saved state are bit-identical to uninterrupted ones.
@Suite struct ResumedGANTests {
  private static func everything(
    _ name: RecipeName,
    _ augmentation: AugmentationChoice = .automatic
  ) -> Recipe {
    .narrow(name) { recipe in
      recipe.augmentation = augmentation
      // Whatever D(x) is, half of all changes are made after the fourth iteration.
      recipe.augmentationImages = 48
      recipe.augmentationTarget = -2
      recipe.labelSmoothing = recipe.objective.isCrossEntropy ? 0.1 : 0
      recipe.gradientPenalty = 10
      recipe.r1 = 1
      recipe.discriminatorSteps = 2
      recipe.averageDecay = 0.75
    }
  }

  @Test(arguments: RecipeName.allCases)
  func areTheUndisturbedOnes(_ name: RecipeName) throws {
    try compare(Self.everything(name))
  }

  @Test func areTheUndisturbedOnesWithDiffAugment() throws {
    try compare(Self.everything(.dcganMNIST, .differentiable([.color, .translation, .cutout])))
  }

  @Test func areTheUndisturbedOnesWithFixedAugmentation() throws {
    var recipe = Self.everything(.dcganMNIST, .fixed)
    (recipe.augmentationProbability, recipe.augmentationRise) = (0.5, 4)
    try compare(recipe)
  }

  private func compare(_ recipe: Recipe) throws {
    let straight = GANUpdater(GAN(recipe))
    for index in 0..<6 { _ = try straight.update(recipe.randomBatch(index)) }

    let stopped = GANUpdater(GAN(recipe))
    for index in 0..<2 { _ = try stopped.update(recipe.randomBatch(index)) }
    let resumed = GANUpdater(GAN(recipe))
    try resumed.restore(from: StateReader(stopped.state(), file: "a snapshot"))
    for index in 2..<6 { _ = try resumed.update(recipe.randomBatch(index)) }

    let (first, second) = (try straight.state(), try resumed.state())
    #expect(first.names == second.names)
    for name in first.names { #expect(first[name] == second[name], "\(name)") }
    // Something was drawn.
    #expect(first["random/augmentation"] != NumpyArray(0 as UInt64))
  }

  @Test func snapshotsHoldWhatTheRecipeNeeds() throws {
    let plain = try GANUpdater(GAN(.narrow(.mlpMNIST))).state()
    #expect(plain.section("average/").count == 0)
    #expect(plain["random/interpolation"] == nil)
    #expect(plain["random/augmentation"] == nil)
    #expect(plain.section("augmentation/").count == 0)
    let full = try GANUpdater(GAN(Self.everything(.mlpMNIST))).state()
    #expect(full.section("average/").names == full.section("generator/").names)
    #expect(full["random/interpolation"] == NumpyArray(0 as UInt64))
    #expect(full["augmentation/probability"] == NumpyArray(0.0))
  }

  @Test(arguments: [
    "average/layers.0.weight", "random/interpolation", "random/augmentation",
    "augmentation/probability", "augmentation/signs",
  ])
  func aStateThatLacksSomethingIsRefused(_ name: String) throws {
    let updater = GANUpdater(GAN(Self.everything(.mlpMNIST)))
    var state = try updater.state()
    state[name] = nil
    #expect {
      try updater.restore(from: StateReader(state, file: "a.npz"))
    } throws: { error in
      "\(error)".contains(String(name.split(separator: "/")[1]))
    }
  }

  @Test func aStateWithAnAverageNeedsARecipeWithOne() throws {
    let state = try GANUpdater(GAN(Self.everything(.mlpMNIST))).state()
    let plain = GANUpdater(GAN(.narrow(.mlpMNIST)))
    #expect {
      try plain.restore(from: StateReader(state, file: "a.npz"))
    } throws: { error in
      "\(error)".contains("average/")
    }
  }
}
