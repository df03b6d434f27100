import Adversarial
import Archives
import Datasets
import ExitTestSupport
import Foundation
import GANTestSupport
import NeuralNetworks
import Optimizers
import Randomness
import Recipes
import TensorCore
import Testing
import Training

/// One linear layer each, as somebody else's package would have it.
enum LinearArchitecture: TrainableArchitecture {
  static let name = "linear"
  static let summary = "one linear layer each"

  static func widthStep(for image: ImageShape) -> Int { 3 }

  static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {
    if shape.latentSize > 9 {
      throw NetworkShapeProblem(.latentSize, found: "\(shape.latentSize)", expected: "at most 9")
    }
  }

  static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator {
    LinearGenerator(shape, using: random.weights)
  }

  static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    LinearDiscriminator(shape, using: random.weights)
  }

  static var recipe: Recipe {
    let adam = OptimizerSettings(
      .adam(Adam(learningRate: 1e-3, beta1: 0.5))
    )
    return Recipe(
      name: RecipeName(Self.self),
      dataset: "mnist",
      image: .mnist,
      pixelRange: .symmetric,
      latent: Latent(size: 8, distribution: .normal),
      channels: 3,
      batchSize: 4,
      length: .iterations(2),
      generatorOptimizer: adam,
      discriminatorOptimizer: adam
    )
  }
}

private final class LinearGenerator: UnconditionalGenerator {
  let layer: Linear
  private let image: ImageShape

  init(_ shape: NetworkShape, using random: RandomStream) {
    image = shape.image
    layer = Linear(shape.latentSize, image.byteCount, using: random)
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    tanh(layer(z)).reshaped(to: [z.shape[0], image.height, image.width, image.channels])
  }
}

private final class LinearDiscriminator: UnconditionalDiscriminator {
  let layer: Linear
  let toLogit: Linear

  init(_ shape: NetworkShape, using random: RandomStream) {
    layer = Linear(shape.image.byteCount, shape.width, using: random)
    toLogit = Linear(shape.width, 1, using: random)
  }

  func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }
  func features(of images: Tensor) -> Tensor { leakyReLU(layer(images.flattened), slope: 0.2) }
}

@Suite struct ArchitecturesTests {
  private let more = Architectures.builtIn.adding([LinearArchitecture.self])

  @Test func anAddedOneIsTrainedSavedAndReadBack() throws {
    try more.run {
      let recipe = LinearArchitecture.recipe
      try recipe.validate()
      let gan = GAN(recipe)
      let before = gan.generator.parameters.map(\.value.scalars)
      _ = try GANUpdater(gan).update(recipe.randomBatch(1))
      #expect(gan.generator.parameters.map(\.value.scalars) != before)
      // Without a layout of its own, a file has the paths of the parameters.
      let arrays = gan.generatorLayout.arrays(of: gan.generator)
      #expect(arrays.names.sorted() == ["layer.bias", "layer.weight"])
      let checkpoint = try gan.saved()
      #expect(checkpoint.recipe == recipe)
      let read = checkpoint.sampler.generator.parameters.map(\.value.scalars)
      #expect(read == gan.generator.parameters.map(\.value.scalars))
    }
  }

  @Test func itsRecipeGoesThroughFiles() throws {
    try more.run {
      let recipe = LinearArchitecture.recipe
      var arrays = NamedArrays()
      arrays["recipe"] = recipe.array
      let read = try Recipe(in: arrays, path: "a file")
      #expect(read == recipe)
      #expect(recipe.yaml.hasPrefix("# linear: one linear layer each.\n"))
      #expect(RecipeName.allCases.map(\.rawValue) == Architectures.builtIn.names + ["linear"])
    }
  }

  @Test func itSaysWhatItCanBeMadeFor() {
    more.run {
      var recipe = LinearArchitecture.recipe
      recipe.channels = 4
      var problem = #expect(throws: RecipeProblem.self) { try recipe.validate() }
      #expect(problem?.description == "channels is 4; expected a multiple of 3")
      recipe.channels = 3
      recipe.latent.size = 10
      problem = #expect(throws: RecipeProblem.self) { try recipe.validate() }
      #expect(problem?.description == "latent-size is 10; expected at most 9")
    }
  }

  @Test func elsewhereItIsUnknownAndSaidToBe() throws {
    let recipe = LinearArchitecture.recipe
    let problem = #expect(throws: RecipeProblem.self) { try recipe.validate() }
    #expect(
      problem?.description == """
        recipe is linear; expected one of dcgan-cifar10, mlp-mnist, upsampling-mnist, \
        dcgan-mnist, dcgan, r3gan, pictures
        """
    )
    var arrays = NamedArrays()
    arrays["recipe"] = recipe.array
    let fileProblem = #expect(throws: FileProblem.self) { try Recipe(in: arrays, path: "a file") }
    #expect(fileProblem?.found == "holds a recipe that cannot be read: line 1: recipe is 'linear'")
  }

  @Test func twoOfOneNameAreRefused() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Architectures.builtIn.adding([LinearArchitecture.self, LinearArchitecture.self])
      },
      "Architectures: two are named linear"
    )
  }
}
