import Adversarial
import Archives
import Datasets
import GANTestSupport
import NeuralNetworks
import Randomness
import Recipes
import TensorCore
import Testing

/// The first layers of the discriminator, which may be kept as they are.
@Suite struct FrozenLayersTests {
  /// The layers of each recipe's discriminator, counted by hand.
  private static let layers: [RecipeName: Int] = [
    .dcganCIFAR10: 8, .mlpMNIST: 4, .upsamplingMNIST: 4, .dcganMNIST: 5, .dcgan: 5, .r3gan: 7,
    .pictures: 5,
  ]

  private static func recipe(_ name: RecipeName, frozen: Int) -> Recipe {
    .narrow(name) { recipe in
      recipe.initialRun = "another"
      recipe.frozenLayers = frozen
      recipe.averageDecay = 0.75
      recipe.discriminatorSteps = 2
    }
  }

  @Test(arguments: RecipeName.allCases, [false, true])
  func layersHoldEveryParameterOnce(_ name: RecipeName, hasClasses: Bool) {
    let takesClasses = Recipe.named(name).architecture.takesClasses
    let gan = GAN(.narrow(name) { $0.classes = hasClasses && takesClasses ? .count(3) : .none })
    let layers = gan.discriminator.parametersByLayer
    #expect(layers.count == Self.layers[name])
    let found = layers.flatMap { $0.map(ObjectIdentifier.init) }
    #expect(Set(found) == Set(gan.discriminator.parameters.map(ObjectIdentifier.init)))
    #expect(found.count == gan.discriminator.parameters.count)
    #expect(layers.allSatisfy { !$0.isEmpty })
  }

  /// Without an implementation, properties and elements of arrays are layers.
  @Test func layersAreFoundByReflection() {
    let network = Stacked(using: RandomStream(seed: 0, purpose: "weights"))
    let shapes = network.parametersByLayer.map { $0.map(\.shape) }
    #expect(shapes == [[[1]], [[4, 3], [3]], [[3, 2], [2], [2, 2], [2]], [[2, 1], [1]]])
  }

  @Test(arguments: RecipeName.allCases) func stayWhileOthersAreTrained(_ name: RecipeName) throws {
    let recipe = Self.recipe(name, frozen: 2)
    let gan = GAN(recipe)
    let updater = GANUpdater(gan)
    let frozen = gan.discriminator.parametersByLayer.prefix(2).flatMap(\.self)
    let others =
      gan.discriminator.parametersByLayer.dropFirst(2).flatMap(\.self)
      + gan.generator.parameters
    let before = (frozen.map(\.value.scalars), others.map(\.value.scalars))
    for index in 0..<3 { _ = try updater.update(recipe.randomBatch(index)) }
    #expect(frozen.map(\.value.scalars) == before.0)
    for (parameter, old) in zip(others, before.1) where parameter.shape.rank > 1 {
      #expect(parameter.value.scalars != old, "\(parameter.shape)")
    }
    let state = try updater.state()
    let slots = state.section("discriminator_optimizer/").count - 1
    let free = gan.discriminator.parameters.count - frozen.count
    #expect(slots > 0 && slots.isMultiple(of: free))
  }

  /// Running averages of what passes through are not weights: they follow it.
  @Test func runningAveragesOfFrozenLayersFollow() throws {
    let recipe = Self.recipe(.dcgan, frozen: 2)
    let gan = GAN(recipe)
    let before = gan.discriminator.namedBuffers.map(\.value.value.scalars)
    _ = try GANUpdater(gan).update(recipe.randomBatch(0))
    let after = gan.discriminator.namedBuffers.map(\.value.value.scalars)
    #expect(!before.isEmpty && zip(before, after).allSatisfy { $0 != $1 })
  }

  @Test(arguments: RecipeName.allCases) func resumedRunsKeepThem(_ name: RecipeName) throws {
    let recipe = Self.recipe(name, frozen: 1)
    let other = try GAN(.narrow(name) { $0.seed = 5 }).saved()
    func started() throws -> GANUpdater {
      let gan = GAN(recipe)
      _ = try gan.start(from: other)
      return GANUpdater(gan)
    }
    let straight = try started()
    for index in 0..<4 { _ = try straight.update(recipe.randomBatch(index)) }
    let stopped = try started()
    for index in 0..<2 { _ = try stopped.update(recipe.randomBatch(index)) }
    // The other run is not needed any more.
    let resumed = GANUpdater(GAN(recipe))
    try resumed.restore(from: StateReader(stopped.state(), file: "a snapshot"))
    for index in 2..<4 { _ = try resumed.update(recipe.randomBatch(index)) }
    let (first, second) = (try straight.state(), try resumed.state())
    #expect(first.names == second.names)
    for name in first.names { #expect(first[name] == second[name], "\(name)") }
  }

  @Test func recipesNeedAnotherRunAndALayerToTrain() throws {
    var recipe = Self.recipe(.dcgan, frozen: 4)
    try recipe.validate()
    recipe.frozenLayers = 5
    var problem = #expect(throws: RecipeProblem.self) { try recipe.validate() }
    #expect(
      problem?.description
        == "freeze-discriminator is 5; expected at most 4, since the discriminator has 5 layers"
    )
    recipe = Self.recipe(.dcgan, frozen: 1)
    recipe.initialRun = nil
    problem = #expect(throws: RecipeProblem.self) { try recipe.validate() }
    #expect(problem?.description.hasPrefix("freeze-discriminator is 1; expected 0, since") == true)
  }

  @Test func recipesSurviveTheirFiles() throws {
    let recipe = Self.recipe(.dcgan, frozen: 3)
    var arrays = NamedArrays()
    arrays["recipe"] = recipe.array
    #expect(try Recipe(in: arrays, path: "a file") == recipe)
    #expect(recipe.yaml.contains("\ninit-from: another"))
    #expect(!Recipe.named(.dcgan).yaml.contains("init-from"))
  }
}

/// A network of a scale, a list of layers and a layer, in this order.
private final class Stacked: UnconditionalDiscriminator {
  let scale = Parameter(Tensor.ones([1]))
  let layers: [any Layer]
  let toLogit: Linear

  init(using random: RandomStream) {
    let second = Sequential(Linear(3, 2, using: random), Linear(2, 2, using: random))
    layers = [Linear(4, 3, using: random), second]
    toLogit = Linear(2, 1, using: random)
  }

  func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }
  func features(of images: Tensor) -> Tensor {
    layers.reduce(images.flattened * scale.value) { $1($0) }
  }
}
