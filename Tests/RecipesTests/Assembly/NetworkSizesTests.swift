import Adversarial
import Archives
import Datasets
import GANTestSupport
import NeuralNetworks
import Recipes
import TensorCore
import TestSupport
import Testing
import Training

/// The networks of every recipe for images of other sizes than the tutorials'.
@Suite struct NetworkSizesTests {
  static let sizes = [
    (16, 16), (32, 32), (48, 48), (64, 64), (96, 96), (128, 128), (48, 64), (32, 20),
  ]

  static func recipe(_ name: RecipeName, _ size: (Int, Int)) -> Recipe {
    .narrow(name) {
      $0.channels = name == .dcganCIFAR10 ? 32 : 2
      $0.image.height = size.0
      $0.image.width = size.1
    }
  }

  @Test(arguments: RecipeName.allCases, sizes.indices)
  func imagesAreMadeJudgedAndLearnedFrom(_ name: RecipeName, _ index: Int) throws {
    let recipe = Self.recipe(name, Self.sizes[index])
    try recipe.validate()
    let players = Players(recipe)
    let image = recipe.image
    let samples = inference { players.generator(.sample([2, recipe.latent.size])) }
    #expect(samples.shape == [2, image.height, image.width, image.channels])
    #expect(players.discriminator(samples).shape == [2, 1])

    let before = players.generator.parameters.map(\.value.scalars)
    let seen = try PlayersUpdater(players).update(recipe.randomBatch(1))
    #expect(["gen/loss", "dis/loss"].allSatisfy { seen[$0]?.isFinite == true })
    let after = players.generator.parameters.map(\.value.scalars)
    // The minimax of the beginning moves every array of the generator.
    #expect(zip(before, after).allSatisfy { $0 != $1 })
  }

  @Test(arguments: RecipeName.allCases, [(64, 48), (20, 32)])
  func filesHoldTheNetworks(_ name: RecipeName, _ size: (Int, Int)) throws {
    let recipe = Self.recipe(name, size)
    let players = Players(recipe)
    var other = recipe
    other.seed = 1
    let others = Players(other)
    let arrays = players.generatorLayout.arrays(of: players.generator)
    try others.generatorLayout.load(arrays, into: others.generator, path: "a file")
    let z = Tensor.sample([2, recipe.latent.size])
    let (left, right) = inference { (players.generator(z), others.generator(z)) }
    #expect(left.scalars == right.scalars)
    let judge = players.discriminatorLayout.arrays(of: players.discriminator)
    try others.discriminatorLayout.load(judge, into: others.discriminator, path: "a file")
    let logits = inference { (players.discriminator(left), others.discriminator(left)) }
    #expect(logits.0.scalars == logits.1.scalars)
  }

  @Test func sixtyFourPixelsAreThePapersNetwork() {
    // Figure 1 of the DCGAN paper: 100 numbers, 4×4×1024, 8×8×512, 16×16×256, 32×32×128, 64×64×3.
    let players = Players(.dcgan)
    func shapes(_ model: any Module, _ part: String) -> [Shape] {
      model.namedParameters.filter { $0.path.hasPrefix(part) && $0.path.hasSuffix("weight") }
        .map(\.value.value.shape)
    }
    #expect(shapes(players.generator, "project") == [[100, 4 * 4 * 1024]])
    #expect(
      shapes(players.generator, "upsample")
        == [[5, 5, 512, 1024], [5, 5, 256, 512], [5, 5, 128, 256], [5, 5, 3, 128]]
    )
    #expect(
      shapes(players.discriminator, "convolutions")
        == [[5, 5, 3, 128], [5, 5, 128, 256], [5, 5, 256, 512], [5, 5, 512, 1024]]
    )
    #expect(shapes(players.discriminator, "toLogit") == [[4 * 4 * 1024, 1]])
  }

  @Test func chainersNetworkGrowsByTheSameRule() {
    // One more doubling than at 32×32 pixels, of half the width of the last one there.
    let players = Players(Self.recipe(.dcganCIFAR10, (64, 64)))
    let names = players.generatorLayout.arrays(of: players.generator).names
    #expect(names.contains("dc5/W") && names.contains("bn4/gamma") && !names.contains("dc6/W"))
    let arrays = players.discriminatorLayout.arrays(of: players.discriminator)
    #expect(arrays["c0_0/W"]?.shape == [2, 3, 3, 3] && arrays["c0_1/W"]?.shape == [4, 2, 4, 4])
    #expect(arrays["c4_0/W"]?.shape == [32, 32, 3, 3] && arrays["l5/W"]?.shape == [1, 512])
  }
}
