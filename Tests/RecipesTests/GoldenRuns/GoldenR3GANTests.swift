import Adversarial
import Archives
import Datasets
import Foundation
import GANTestSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Replays of R3GAN's training by its own code, unconditional and conditional, with weights, images, latent
/// vectors and classes as recorded.
///
/// Losses and both penalties agree to 1e-5. Parameters are held to the same run in float64, which PyTorch's own
/// in float32 is up to 1e-6 away from: a step divides by the root of a mean of few squares, so that the rounding of a
/// gradient that is nearly zero is as large as a step.
@Suite struct GoldenR3GANTests {
  private let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")

  @Test(arguments: forcedAlgorithms)
  func replaysTheRuns(_ algorithms: ConvolutionPolicy) throws {
    let runs = try folder.runs(of: .torchR3GAN)
    try #require(!runs.isEmpty, "\(folder.path) holds no torch_r3gan*.npz")
    for run in runs { try withPolicy(algorithms) { try replay(run) } }
  }

  private func replay(_ run: GoldenRun) throws {
    var report = GoldenReport(run)
    let replay = try R3GANReplay(run)
    try #require(run.iterationCount > 0, "\(run.path) records no iteration")
    for index in 0..<run.iterationCount {
      for (name, value) in try replay.iterate(index) {
        report.expect(
          name.hasPrefix("r") ? "penalties" : "losses",
          "iter\(index)/\(name)",
          Tensor(value),
          try run.tensor("iter\(index)/\(name)"),
          relative: 1e-5
        )
      }
    }
    var parameters: [(found: Tensor, recorded: Tensor)] = []
    for (section, layout, network) in replay.networks {
      let arrays = layout.arrays(of: network)
      #expect(Set(arrays.names) == Set(run.arrays.section("truth/\(section)/").names))
      for name in arrays.names {
        guard let array = arrays[name], case .float32(let values) = array.elements else { continue }
        let found = Tensor(values, shape: Shape(array.shape))
        let truth = try run.tensor("truth/\(section)/\(name)")
        parameters.append((found, truth))
        report.expect("parameters", "\(section)/\(name)", found, truth, absolute: 2e-6)
      }
    }
    report.expectMost("parameters", of: parameters, within: 2e-7)
    report.print()
  }
}

/// A golden run of R3GAN, done again by Forger's networks, step and optimizers.
private struct R3GANReplay {
  /// What the file says of itself.
  private struct Settings: Decodable {
    let widths: [Int]
    let cardinality: [Int]
    let blocks: [Int]
    let latent: Int
    let classes: Int
    let gamma: Float
    let learning_rate: Float
    let beta1: Float
    let beta2: Float
    let epsilon: Float
  }

  private let run: GoldenRun
  private let settings: Settings
  private let generator: R3GANGenerator
  private let discriminator: R3GANDiscriminator
  private let step: OwnBatchesStep
  private let penalties: [(name: String, penalty: any GradientPenalty)]

  init(_ run: GoldenRun) throws {
    self.run = run
    let settings = try JSONDecoder().decode(Settings.self, from: run.settings)
    self.settings = settings
    let images = try run.array("iter0/dis_real").shape
    let stages = settings.widths.indices.map {
      R3GANStages.Stage(
        width: settings.widths[$0],
        groups: settings.cardinality[$0],
        blocks: settings.blocks[$0]
      )
    }
    let image = ImageShape(height: images[1], width: images[2], channels: images[3])
    let shape = R3GANStages(stages, image: image)
    let random = RandomStream(seed: 0, purpose: "weights")
    generator = R3GANGenerator(
      latentSize: settings.latent,
      imageChannels: image.channels,
      classes: settings.classes,
      shape: shape,
      using: random
    )
    discriminator = R3GANDiscriminator(
      imageChannels: image.channels,
      classes: settings.classes,
      shape: shape,
      using: random
    )
    let adam = Adam(
      learningRate: settings.learning_rate,
      beta1: settings.beta1,
      beta2: settings.beta2,
      epsilon: settings.epsilon,
      form: .pyTorch
    )
    penalties = [
      ("r1", R1Penalty(gamma: settings.gamma)), ("r2", R2Penalty(gamma: settings.gamma)),
    ]
    step = OwnBatchesStep(
      GANTraining(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: Optimizer(of: generator, adam),
        discriminatorOptimizer: Optimizer(of: discriminator, adam),
        objective: .relativistic,
        regularization: Regularization(penalties: penalties.map(\.penalty))
      )
    )
    for (section, layout, network) in networks {
      try layout.load(run.arrays.section("init/\(section)/"), into: network, path: run.path)
    }
  }

  /// The networks with what their arrays are called.
  var networks: [(section: String, layout: ModelLayout, network: any Module)] {
    [("gen", generator.layout, generator), ("dis", discriminator.layout, discriminator)]
  }

  /// One iteration on its recorded inputs: both losses, that of the discriminator without its penalties, and
  /// those, by the networks as they were before.
  func iterate(_ index: Int) throws -> [(name: String, value: Float)] {
    let (reals, opponents) = (try examples(index, "dis"), try examples(index, "gen"))
    var latent = try ["dis_z", "gen_z"].map { try run.tensor("iter\(index)/\($0)") }
    let fake = withoutRecording { generator(GeneratorInput(latent[0], reals.condition)) }
    // Without γ/2.
    let norms = penalties.map { name, penalty in
      (name, penalty(of: discriminator, real: reals, fake: fake).scalar / (settings.gamma / 2))
    }
    let result = try step(real: reals.joined(with: opponents)) { _ in
      GeneratorInput(latent.removeFirst())
    }
    let penalty = norms.reduce(0) { $0 + $1.1 } * settings.gamma / 2
    return norms + [
      ("loss_dis", result.discriminatorLoss - penalty), ("loss_gen", result.generatorLoss),
    ]
  }

  private func examples(_ index: Int, _ part: String) throws -> Examples {
    let images = try run.tensor("iter\(index)/\(part)_real")
    guard settings.classes > 0 else { return Examples(images) }
    let array = try run.array("iter\(index)/\(part)_labels")
    guard case .int64(let labels) = array.elements else {
      throw FileProblem(run.path, found: "labels of \(array.summary)", expected: "int64")
    }
    return Examples(images, .classes(labels.map(Int.init), of: settings.classes))
  }
}
