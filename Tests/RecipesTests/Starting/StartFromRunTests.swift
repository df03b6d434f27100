import Adversarial
import Archives
import Datasets
import GANTestSupport
import NeuralNetworks
import Recipes
import TensorCore
import Testing

/// GANs that start with the weights of another run.
@Suite struct StartFromRunTests {
  /// A GAN after an iteration, whose EMA is not its generator.
  private static func trained(_ recipe: Recipe) throws -> GAN {
    var recipe = recipe
    recipe.averageDecay = 0.5
    recipe.seed = 11
    let gan = GAN(recipe)
    let updater = GANUpdater(gan)
    for index in 0..<2 { _ = try updater.update(recipe.randomBatch(index)) }
    return gan
  }

  private static func values(_ network: any Module) -> [String: [Float]] {
    Dictionary(network.state.map { ($0.path, $0.value.scalars) }) { first, _ in first }
  }

  @Test(arguments: RecipeName.allCases)
  func equalNetworksTakeEverything(_ name: RecipeName) throws {
    let other = try Self.trained(.narrow(name))
    let gan = GAN(.narrow(name) { $0.averageDecay = 0.9 })
    let taken = try gan.start(from: other.saved())
    #expect(taken.drawn.isEmpty && taken.takenCount == taken.count)
    #expect(taken.count == gan.generator.state.count + gan.discriminator.state.count)
    let average = Self.values(other.samplingGenerator)
    #expect(average != Self.values(other.generator))
    #expect(Self.values(gan.generator) == average)
    #expect(Self.values(gan.samplingGenerator) == average)
    #expect(Self.values(gan.discriminator) == Self.values(other.discriminator))
    // Nothing but weights comes along.
    let (state, untouched) = (try GANUpdater(gan).state(), try GANUpdater(GAN(gan.recipe)).state())
    #expect(state.names == untouched.names)
    for name in state.names where name.contains("optimizer/") || name.hasPrefix("random/") {
      #expect(state[name] == untouched[name], "\(name)")
    }
  }

  /// Scales, shifts and vectors of classes have a row for each class; all else is the same.
  @Test func otherClassesAreDrawnAsInAFreshRun() throws {
    let other = try Self.trained(.narrow(.dcgan) { $0.classes = .count(3) })
    let recipe = Recipe.narrow(.dcgan) { $0.classes = .count(5) }
    let (gan, fresh) = (GAN(recipe), GAN(recipe))
    let taken = try gan.start(from: other.saved())
    let pairs: [(any Module, any Module, any Module)] = [
      (gan.generator, other.samplingGenerator, fresh.generator),
      (gan.discriminator, other.discriminator, fresh.discriminator),
    ]
    var drawn = 0
    for (network, there, drawnAnew) in pairs {
      let (there, drawnAnew) = (there.state, drawnAnew.state)
      for (index, array) in network.state.enumerated() {
        let isTaken = there[index].value.shape == array.value.shape
        let expected = isTaken ? there[index] : drawnAnew[index]
        #expect(array.value.scalars == expected.value.scalars, "\(array.path)")
        drawn += isTaken ? 0 : 1
      }
    }
    // Four normalizations with a scale and a shift, and the discriminator's vectors.
    #expect(drawn == 9 && taken.drawn.count == 9)
    #expect(taken.drawn.contains("generator.norms.0.beta ([3, 64] there, [5, 64] here)"))
    #expect(taken.drawn.contains("discriminator.embedding.weight ([3, 64] there, [5, 64] here)"))
  }

  @Test func networksThatLearnClassesTakeWhatOthersHave() throws {
    let other = try Self.trained(.narrow(.dcgan))
    let gan = GAN(.narrow(.dcgan) { $0.classes = .count(2) })
    let taken = try gan.start(from: other.saved())
    #expect(taken.drawn.contains("generator.norms.3.gamma ([8] there, [2, 8] here)"))
    #expect(taken.drawn.contains("discriminator.embedding.weight (none there, [2, 64] here)"))
    let (mine, others) = (Self.values(gan.generator), Self.values(other.samplingGenerator))
    #expect(mine["upsample.0.weight"] == others["upsample.0.weight"])
    #expect(mine["norms.0.runningMean"] == others["norms.0.runningMean"])
  }

  /// DCGAN's generator is deeper at its latent end for larger images, its discriminator at the logit's.
  @Test(arguments: [(32, 64), (64, 32)]) func otherSizesShareTheLayersAtTheImage(
    _ sizes: (Int, Int)
  ) throws {
    func recipe(_ size: Int) -> Recipe {
      .narrow(.dcgan) { recipe in
        recipe.batchSize = 2
        (recipe.image.height, recipe.image.width) = (size, size)
      }
    }
    let other = try Self.trained(recipe(sizes.0))
    let (gan, fresh) = (GAN(recipe(sizes.1)), GAN(recipe(sizes.1)))
    _ = try gan.start(from: other.saved())
    let (mine, there) = (Self.values(gan.generator), Self.values(other.samplingGenerator))
    // A halving more: all elements are one further back.
    let (shift, first) = sizes.1 > sizes.0 ? (1, 1) : (-1, 0)
    for index in first..<(sizes.1 == 64 ? 4 : 3) {
      for name in ["upsample.#.weight", "norms.#.gamma", "norms.#.runningVariance"] {
        let path = name.replacing("#", with: "\(index)")
        let expected = there[name.replacing("#", with: "\(index - shift)")]
        #expect(mine[path] == expected && expected != nil, "\(path)")
      }
    }
    let new = Self.values(fresh.generator)
    #expect(mine["project.weight"] == new["project.weight"])
    if sizes.1 == 64 { #expect(mine["upsample.0.weight"] == new["upsample.0.weight"]) }
    let (seen, old) = (Self.values(gan.discriminator), Self.values(other.discriminator))
    for index in 0..<3 {
      let path = "convolutions.\(index).weight"
      #expect(seen[path] == old[path], "\(path)")
    }
    let logits = Self.values(fresh.discriminator)["toLogit.weight"]
    #expect(seen["toLogit.weight"] == logits)
  }

  @Test func otherNetworksAreRefusedAndChangeNothing() throws {
    let other = try Self.trained(.narrow(.dcgan)).saved()
    let refused: [(Recipe, [String])] = [
      (.narrow(.r3gan), ["holds networks of dcgan", "those of r3gan"]),
      (
        .narrow(.dcgan) { $0.channels = 5 },
        ["no weight of the generator", "channels is 8", "channels 5"]
      ),
      (
        .narrow(.dcgan) { recipe in
          recipe.image.channels = 1
          recipe.frozenLayers = 1
        },
        [
          "has 'discriminator.convolutions.0.weight' in shape [5, 5, 3, 8]",
          "shape [5, 5, 1, 8], since freeze-discriminator 1",
        ]
      ),
    ]
    for (recipe, words) in refused {
      let gan = GAN(recipe)
      let before = try GANUpdater(gan).state()
      let problem = #expect(throws: FileProblem.self) { try gan.start(from: other) }
      for word in words { #expect("\(problem as Any)".contains(word), "\(problem as Any)") }
      #expect(problem?.path == other.path)
      #expect(try GANUpdater(gan).state() == before)
    }
  }

  @Test func aGeneratorAloneIsNotEnough() throws {
    let other = try Self.trained(.narrow(.mlpMNIST)).saved(withDiscriminator: false)
    let problem = #expect(throws: FileProblem.self) {
      try GAN(.narrow(.mlpMNIST)).start(from: other)
    }
    #expect(problem?.found == "holds no discriminator")
  }

  /// Networks are not built in sizes that their file does not have.
  @Test func arraysOfOtherSizesThanTheRecipeSaysAreRefused() throws {
    let other = try Self.trained(.narrow(.dcgan)).saved()
    let folder = other.path.replacing("gen_iter_1.npz", with: "")
    let path = folder + "dis_iter_1.npz"
    var arrays = try NPZ.read(path)
    arrays["convolutions.0.weight"] = NumpyArray(
      shape: [5, 5, 3, 1],
      elements: .float32([Float](repeating: 0, count: 75))
    )
    try NPZ.write(arrays, to: path)
    let problem = #expect(throws: FileProblem.self) { try GAN(.narrow(.dcgan)).start(from: other) }
    #expect(problem?.path == path)
    #expect(problem?.found.contains("convolutions.0.weight") == true, "\(problem as Any)")
  }

  /// The recipe of another run is one for other images: their classes are not known yet.
  @Test func anothersRecipeLeavesClassesToTheDataset() throws {
    let recipe = Recipe.narrow(.dcgan) { recipe in
      recipe.classes = .count(2)
      recipe.classNames = ["cats", "dogs"]
      recipe.r1 = 3
    }
    let path = try GAN(recipe).saved().path
    let started = try Recipe(startingFrom: path)
    var expected = recipe
    (expected.classes, expected.classNames) = (.automatic, [])
    expected.initialRun = path
    #expect(started == expected)
    let plain = try Recipe(startingFrom: GAN(.narrow(.dcgan)).saved().path)
    #expect(plain.classes == .none)
  }
}
