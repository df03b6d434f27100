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
  func imagesAreGeneratedClassifiedAndLearnedFrom(_ name: RecipeName, _ index: Int) throws {
    let recipe = Self.recipe(name, Self.sizes[index])
    try recipe.validate()
    let gan = GAN(recipe)
    let image = recipe.image
    let samples = inference { gan.generator(.sample([2, recipe.latent.size]), .none) }
    #expect(samples.shape == [2, image.height, image.width, image.channels])
    #expect(gan.discriminator(samples, .none).shape == [2, 1])

    let before = gan.generator.parameters.map(\.value.scalars)
    let updater = GANUpdater(gan)
    // Residual blocks that are the identity at first pass no gradient on to their first convolutions.
    for index in 1...2 {
      let seen = try updater.update(recipe.randomBatch(index))
      #expect(["gen/loss", "dis/loss"].allSatisfy { seen[$0]?.isFinite == true })
    }
    let after = gan.generator.parameters.map(\.value.scalars)
    // The minimax of the beginning moves every array of the generator.
    #expect(zip(before, after).allSatisfy { $0 != $1 })
  }

  @Test(arguments: RecipeName.allCases, [(64, 48), (20, 32)])
  func filesHoldTheNetworks(_ name: RecipeName, _ size: (Int, Int)) throws {
    let recipe = Self.recipe(name, size)
    let gan = GAN(recipe)
    var other = recipe
    other.seed = 1
    let others = GAN(other)
    let arrays = gan.generatorLayout.arrays(of: gan.generator)
    try others.generatorLayout.load(arrays, into: others.generator, path: "a file")
    let z = Tensor.sample([2, recipe.latent.size])
    let (left, right) = inference { (gan.generator(z, .none), others.generator(z, .none)) }
    #expect(left.scalars == right.scalars)
    let discriminatorArrays = gan.discriminatorLayout.arrays(of: gan.discriminator)
    try others.discriminatorLayout.load(
      discriminatorArrays,
      into: others.discriminator,
      path: "a file"
    )
    let logits = inference {
      (gan.discriminator(left, .none), others.discriminator(left, .none))
    }
    #expect(logits.0.scalars == logits.1.scalars)
  }

  @Test func sixtyFourPixelsAreThePapersNetwork() {
    // Figure 1 of the DCGAN paper: 100 numbers, 4×4×1024, 8×8×512, 16×16×256, 32×32×128, 64×64×3.
    let gan = GAN(.dcgan)
    func shapes(_ model: any Module, _ part: String) -> [Shape] {
      model.namedParameters.filter { $0.path.hasPrefix(part) && $0.path.hasSuffix("weight") }
        .map(\.value.value.shape)
    }
    #expect(shapes(gan.generator, "project") == [[100, 4 * 4 * 1024]])
    #expect(
      shapes(gan.generator, "upsample")
        == [[5, 5, 512, 1024], [5, 5, 256, 512], [5, 5, 128, 256], [5, 5, 3, 128]]
    )
    #expect(
      shapes(gan.discriminator, "convolutions")
        == [[5, 5, 3, 128], [5, 5, 128, 256], [5, 5, 256, 512], [5, 5, 512, 1024]]
    )
    #expect(shapes(gan.discriminator, "toLogit") == [[4 * 4 * 1024, 1]])
  }

  @Test func chainersNetworkGrowsByTheSameRule() {
    // One more doubling than at 32×32 pixels, of half the width of the last one there.
    let gan = GAN(Self.recipe(.dcganCIFAR10, (64, 64)))
    let names = gan.generatorLayout.arrays(of: gan.generator).names
    #expect(names.contains("dc5/W") && names.contains("bn4/gamma") && !names.contains("dc6/W"))
    let arrays = gan.discriminatorLayout.arrays(of: gan.discriminator)
    #expect(arrays["c0_0/W"]?.shape == [2, 3, 3, 3] && arrays["c0_1/W"]?.shape == [4, 2, 4, 4])
    #expect(arrays["c4_0/W"]?.shape == [32, 32, 3, 3] && arrays["l5/W"]?.shape == [1, 512])
  }
}
