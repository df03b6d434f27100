import Adversarial
import Archives
import Datasets
import GANTestSupport
import NeuralNetworks
import Optimizers
import Randomness
import Recipes
import TensorCore
import TestSupport

/// A golden run of Chainer's DCGAN, done again by Forger's own networks, optimizers and update.
///
/// Sizes are read from the arrays, everything else comes from the recipe.
struct ChainerReplay {
  let run: GoldenRun
  let generator: DCGANGenerator
  let discriminator: DCGANDiscriminator
  /// How far the optimizers can move a number.
  let reach: AdamReach
  /// What the generator's optimizer was given, after the weight decay.
  let generatorGradients = GradientRecorder()
  private let noise = RecordedNoise()
  private let update: SharedForwardStep

  init(_ run: GoldenRun) throws {
    self.run = run
    let recipe = Recipe.dcganCIFAR10
    let projection = try run.array("init/gen/l0/W").shape
    let colors = try run.array("init/gen/dc4/b").shape
    guard projection.count == 2, colors.count == 1, projection[0] % 16 == 0 else {
      throw FileProblem(
        run.path,
        found: "l0/W of \(projection), dc4/b of \(colors)",
        expected: "a DCGAN"
      )
    }
    let weights = RandomStream(seed: 0, purpose: "weights to be replaced")
    let image = ImageShape(height: 32, width: 32, channels: colors[0])
    generator = DCGANGenerator(
      latentSize: projection[1],
      channels: projection[0] / 16,
      image: image,
      using: weights
    )
    discriminator = DCGANDiscriminator(
      channels: projection[0] / 16,
      image: image,
      noise: noise,
      using: weights
    )
    guard
      case .adam(let rule) = recipe.generatorOptimizer.rule,
      recipe.discriminatorOptimizer == recipe.generatorOptimizer
    else {
      throw FileProblem(run.path, found: "a recipe without Adam", expected: "one Adam for both")
    }
    reach = AdamReach(learningRate: rule.learningRate, beta1: rule.beta1, beta2: rule.beta2)
    let decay = WeightDecay(rate: recipe.generatorOptimizer.weightDecay)
    update = SharedForwardStep(
      GANTraining(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: Optimizer(of: generator, rule, hooks: [decay, generatorGradients]),
        discriminatorOptimizer: Optimizer(of: discriminator, rule, hooks: [decay]),
        objective: recipe.objective
      )
    )
  }

  /// Sets both networks to arrays of the file, those under `init/` or `after/`; where there is a
  /// choice, to the chosen ones only.
  func load(_ section: String, where isChosen: ((String) -> Bool)? = nil) throws {
    var arrays = run.arrays.section("\(section)/")
    if let isChosen {
      let own = self.arrays
      for name in own.names where !isChosen(name) { arrays[name] = own[name] }
    }
    try generator.layout.load(
      arrays.section("gen/"),
      into: generator,
      path: run.path
    )
    try discriminator.layout.load(
      arrays.section("dis/"),
      into: discriminator,
      path: run.path
    )
  }

  /// One iteration on its recorded inputs: in the context of a share of the batch, on its rows of them.
  ///
  /// - Returns: What the update reports, and whether it used all of the recorded noise.
  func iterate(_ index: Int) throws -> (result: StepResult, usedAllNoise: Bool) {
    noise.load(
      try (0..<16).map { place in
        let name = "noise" + (place < 10 ? "0\(place)" : "\(place)")
        return rows(of: try run.tensor("iter\(index)/\(name)").channelsLast)
      }
    )
    let z = rows(of: try run.tensor("iter\(index)/z"))
    let real = rows(of: try run.tensor("iter\(index)/x").channelsLast * (1 / 255))
    let result = try update(real: real) { _ in z }.averaged()
    return (result, noise.isUsedUp)
  }

  private func rows(of batch: Tensor) -> Tensor {
    Context.current.share.map { batch.slice($0.range, along: 0) } ?? batch
  }

  /// Both networks as arrays of a file: `gen/…` and `dis/…`.
  var arrays: NamedArrays {
    var arrays = NamedArrays()
    arrays.merge(generator.layout.arrays(of: generator), under: "gen/")
    arrays.merge(discriminator.layout.arrays(of: discriminator), under: "dis/")
    return arrays
  }
}

extension Tensor {
  /// `[N, C, H, W]` as `[N, H, W, C]`.
  var channelsLast: Tensor { transposed([0, 2, 3, 1]) }
  /// `[N, H, W, C]` as `[N, C, H, W]`.
  var channelsFirst: Tensor { transposed([0, 3, 1, 2]) }
}
