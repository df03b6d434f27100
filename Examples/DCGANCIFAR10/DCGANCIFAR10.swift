import Adversarial
import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The Chainer tutorial's GAN: DCGAN on the small photographs of CIFAR-10.
@main
struct DCGANCIFAR10: TutorialExample {
  static let configuration = CommandConfiguration(
    commandName: "DCGANCIFAR10",
    abstract: "Teach DCGAN's networks to make small photographs."
  )

  @Option(help: "What to learn from: the name of a dataset, or a path.")
  var dataset = "cifar10"

  @Option(help: "The width of the networks, a multiple of 8; 128 is a dozen times as fast.")
  var channels = 512

  @Option(help: "The number of training steps.")
  var iterations = 10_000

  @Option(help: "The folder for the samples.")
  var out = "dcgan-cifar10"

  func validate() throws {
    try requirePositive(iterations, "--iterations")
    guard channels > 0, channels.isMultiple(of: 8) else {
      throw ValidationError("--channels must be a multiple of 8.")
    }
  }

  func train() throws {
    let batches = try shuffledBatches(
      of: ImageShape(height: 32, width: 32, channels: 3),
      size: 50
    )

    let weights = RandomStream(seed: 0, purpose: "weights")
    let generator = Generator(channels: channels, using: weights)
    let discriminator = Discriminator(
      channels: channels,
      noise: RandomStream(seed: 0, purpose: "noise"),
      using: weights
    )
    let generatorOptimizer = optimizer(of: generator)
    let discriminatorOptimizer = optimizer(of: discriminator)

    // The same 100 vectors every time, so that the progress of each sample is visible.
    let random = RandomStream(seed: 0, purpose: "latent")
    let watched = Tensor.uniform([100, 100], from: -1, to: 1, using: random)

    for iteration in 1...iterations {
      let real = PixelRange.unit.tensor(try batches.next())
      let fake = generator(.uniform([50, 100], from: -1, to: 1, using: random))

      // Logits: positive means real. −log σ(a) is softplus(−a), and −log(1 − σ(a)) is softplus(a), which
      // never overflows.
      let (realLogits, fakeLogits) = (discriminator(real), discriminator(fake))
      let discriminatorLoss = softplus(-realLogits).mean() + softplus(fakeLogits).mean()
      let generatorLoss = softplus(-fakeLogits).mean()

      // The discriminator sees the generated images once, for both losses. It is updated first; with
      // `.current`, the generator's gradient then passes through its new weights, as in Chainer.
      try discriminatorOptimizer.minimize(discriminatorLoss)
      try generatorOptimizer.minimize(generatorLoss, parameterValues: .current)

      if isDue(iteration, every: 100) {
        report("iteration \(iteration)", generator: generatorLoss, discriminator: discriminatorLoss)
      }
      if isDue(iteration, every: 1000) {
        try write(inference { generator(watched) }, in: .unit, as: "\(iteration)")
      }
    }
    print("The samples are in \(out).")
  }

  /// Adam with β₁ below the usual 0.9 forgets sooner, since the gradient comes from a moving opponent; weight
  /// decay pulls all parameters gently to zero.
  private func optimizer(of network: some Layer) -> Optimizer {
    Optimizer(
      of: network,
      Adam(learningRate: 2e-4, beta1: 0.5, form: .chainer),
      hooks: [WeightDecay(rate: 1e-4)]
    )
  }
}
