import Adversarial
import Archives
import Datasets
import GANTestSupport
import NeuralNetworks
import Recipes
import TensorCore

/// What a golden run of the PyTorch, Keras or TensorFlow tutorial calls its arrays, and how its
/// recipe gets the run's sizes.
struct TutorialNames: Sendable {
  let kind: GoldenKind
  /// What the discriminator's arrays and loss are called: "dis" or "disc".
  let discriminator: String
  /// The latent vectors of an iteration, in the order in which the update draws them.
  let latent: [String]
  /// The tutorial's recipe with the sizes of a run.
  let recipe: @Sendable (GoldenRun) throws -> Recipe
  /// Recorded real images as the networks see them.
  let real: @Sendable (Tensor) -> Tensor
  /// Biases in front of a batch norm: see `AdamReach`.
  let driftingBiases: [String]
  /// Whether some gradients are so near to zero that rounding decides where Adam goes.
  ///
  /// TensorFlow's own run in float64 differs from that in float32 by up to 1.7e-6 in the file that comes with the
  /// tests, and by 5e-6 to 3e-3 for other seeds and sizes.
  var isSensitive = false

  static let torch = TutorialNames(
    kind: .torchMLP,
    discriminator: "disc",
    latent: ["noise"],
    recipe: { run in
      var recipe = Recipe.mlpMNIST
      let shape = try run.array("init/gen/0.weight").shape
      let pixels = try run.array("init/gen/6.bias").shape
      (recipe.channels, recipe.latent.size) = (shape[0], shape[1])
      recipe.image = ImageShape(height: pixels[0], width: 1, channels: 1)
      return recipe
    },
    real: { $0.reshaped(to: [$0.shape[0], $0.shape[1], 1, 1] as Shape) },
    driftingBiases: []
  )

  static let keras = TutorialNames(
    kind: .kerasDCGAN,
    discriminator: "dis",
    latent: ["noise_dis", "noise_gen"],
    recipe: { run in
      var recipe = Recipe.upsamplingMNIST
      let shape = try run.array("init/gen/dense1/kernel").shape
      recipe.latent.size = shape[0]
      recipe.channels = try run.array("init/gen/conv1/kernel").shape[2]
      return recipe
    },
    real: { ($0 - 127.5) / 127.5 },
    driftingBiases: []
  )

  static let tensorFlow = TutorialNames(
    kind: .tensorFlowDCGAN,
    discriminator: "dis",
    latent: ["z"],
    recipe: { run in
      var recipe = Recipe.dcganMNIST
      recipe.latent.size = try run.array("init/gen/project/w").shape[0]
      recipe.channels = try run.array("init/dis/h0/b").shape[0]
      return recipe
    },
    real: { $0 },
    // Of `project/b` only the mean of each channel drifts.
    driftingBiases: ["gen/project/b", "dis/h1/b", "dis/h2/b", "dis/h3/b"],
    isSensitive: true
  )
}

/// A golden run of a tutorial, done again by the recipe's own players.
struct TutorialReplay {
  let run: GoldenRun
  let names: TutorialNames
  let gan: GAN
  private let update: any TrainingStep

  init(_ run: GoldenRun, _ names: TutorialNames) throws {
    self.run = run
    self.names = names
    gan = GAN(try names.recipe(run))
    update = gan.trainingStep
    for (section, layout, network) in networks {
      // TensorFlow's run keeps no running averages: those start as the networks make them.
      var arrays = layout.arrays(of: network)
      let recorded = run.arrays.section("init/\(section)/")
      for name in recorded.names { arrays[name] = recorded[name] }
      try layout.load(arrays, into: network, path: run.path)
    }
  }

  /// The networks with what their arrays are called.
  var networks: [(section: String, layout: ModelLayout, network: any Module)] {
    [
      ("gen", gan.generatorLayout, gan.generator),
      (names.discriminator, gan.discriminatorLayout, gan.discriminator),
    ]
  }

  /// One iteration on its recorded inputs.
  func iterate(_ index: Int) throws -> StepResult {
    var latent = try names.latent.map { try run.tensor("iter\(index)/\($0)") }
    return try update(real: names.real(run.tensor("iter\(index)/real"))) { _ in
      latent.removeFirst()
    }
  }
}
