import Adversarial
import Datasets
import Evaluation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The four tutorials, each with its own networks, optimizer and update, on 30,000 garments.
struct Tutorials: Program {
  let setup: Setup

  /// What a tutorial says beside its networks.
  struct Tutorial {
    let name: String
    let networks: any Architecture.Type
    let width: Int
    let batch: Int
    let latent: Latent
    let rule: any UpdateRule
    /// The Chainer tutorial's are from 0 to 1, and its weights decay.
    var range: PixelRange { name == "Chainer" ? .unit : .symmetric }
    var hooks: [any GradientHook] { name == "Chainer" ? [WeightDecay(rate: 1e-4)] : [] }

    init(
      _ name: String,
      _ networks: any Architecture.Type,
      width: Int,
      batch: Int,
      _ latent: Latent,
      _ rule: any UpdateRule
    ) {
      (self.name, self.networks, self.width) = (name, networks, width)
      (self.batch, self.latent, self.rule) = (batch, latent, rule)
    }

    /// Both networks with their optimizers, and one update of both.
    func training(using random: RandomStream) -> (training: GANTraining, step: any TrainingStep) {
      let image = ImageShape(height: 28, width: 28, channels: 1)
      let shape = NetworkShape(image: image, width: width, latentSize: latent.size)
      let streams = NetworkStreams(weights: random, noise: random)
      let generator = networks.generator(shape, using: streams)
      let discriminator = networks.discriminator(shape, using: streams)
      let training = GANTraining(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: Optimizer(of: generator, rule, hooks: hooks),
        discriminatorOptimizer: Optimizer(of: discriminator, rule, hooks: hooks)
      )
      return (training, networks.trainingStep(of: training))
    }
  }

  let all: [Tutorial] = {
    let even = Latent(size: 100, distribution: .uniform)
    let bell = Latent(size: 64, distribution: .normal)
    let slow = Adam(learningRate: 2e-4, beta1: 0.5, form: .chainer)
    let usual = Adam(learningRate: 3e-4)
    let nesterov = SGD(learningRate: 5e-4, momentum: 0.9, isNesterov: true, form: .keras)
    let fast = Adam(learningRate: 1e-3, form: .chainer)
    return [
      Tutorial("Chainer", ChainerArchitecture.self, width: 32, batch: 50, even, slow),
      Tutorial("PyTorch", MLPArchitecture.self, width: 256, batch: 32, bell, usual),
      Tutorial("Keras", UpsamplingArchitecture.self, width: 128, batch: 100, even, nesterov),
      Tutorial("TensorFlow", TensorFlowArchitecture.self, width: 32, batch: 64, even, fast),
    ]
  }()

  func run() throws {
    let garments = try setup.garments(30_000)
    let real = setup.features(garments.slice(0..<2000, along: 0) * 2 - 1)
    print(head("", ["G", "D", "steps", "D(x)", "D(G(z))", "Fréchet"]))
    for tutorial in all {
      let random = RandomStream(seed: 1, purpose: "tutorials")
      let (training, step) = tutorial.training(using: random)
      let steps = setup.steps(30_000 / tutorial.batch)
      var (x, g) = (0.0, 0.0)
      for _ in 0..<steps {
        let batch = garments.randomRows(tutorial.batch, using: random)
        let images = tutorial.range == .unit ? batch : batch * 2 - 1
        let result = try step(real: images) { tutorial.latent.sample($0, using: random) }
        (x, g) = (Double(result.realProbability), Double(result.fakeProbability))
      }
      let z = tutorial.latent.sample(2000, using: random)
      let made = inference { training.generator(z, .none) }
      let samples = tutorial.range == .unit ? made * 2 - 1 : made
      let distance = try frechetDistance(real, setup.features(samples))
      let sizes = [training.generator.parameterCount, training.discriminator.parameterCount, steps]
      print(
        row(tutorial.name, sizes.map(Double.init), digits: 0)
          + row("", [x, g, distance], digits: 2).dropFirst(24)
      )
      let name = "tutorials-\(tutorial.name.lowercased())"
      let shown = samples.slice(0..<32, along: 0)
      try setup.write(shown, columns: 16, in: .symmetric, as: name)
    }
  }
}
