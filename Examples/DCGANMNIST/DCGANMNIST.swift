import Adversarial
import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The TensorFlow tutorial's GAN: strided convolutions in both directions, on digits.
@main
struct DCGANMNIST: TutorialExample {
  static let configuration = CommandConfiguration(
    commandName: "DCGANMNIST",
    abstract: "Teach convolutions to draw digits."
  )

  @Option(help: "What to learn from: the name of a dataset, or a path.")
  var dataset = "mnist"

  @Option(help: "The width of the networks.")
  var channels = 64

  @Option(help: "The number of training steps.")
  var iterations = 20_000

  @Option(help: "The folder for the samples.")
  var out = "dcgan-mnist"

  func validate() throws {
    try requirePositive(iterations, "--iterations")
    try requirePositive(channels, "--channels")
  }

  func train() throws {
    let batches = try shuffledBatches(
      of: ImageShape(height: 28, width: 28, channels: 1),
      size: 64
    )

    let weights = RandomStream(seed: 0, purpose: "weights")
    let generator = Generator(channels: channels, using: weights)
    let discriminator = Discriminator(channels: channels, using: weights)
    // `.chainer` is TensorFlow's form of Adam, too: both add ε in the same place.
    let adam = Adam(learningRate: 1e-3, form: .chainer)
    let generatorOptimizer = Optimizer(of: generator, adam)
    let discriminatorOptimizer = Optimizer(of: discriminator, adam)

    // The same 100 vectors every time, so that the progress of each sample is visible.
    let latent = Latent(size: 100, distribution: .uniform)
    let random = RandomStream(seed: 0, purpose: "latent")
    let watched = latent.sample(100, using: random)

    for iteration in 1...iterations {
      // The tutorial gives the discriminator real images from 0 to 1 and generated ones from −1 to 1, which
      // are trivial to tell apart; both must have the same range.
      let real = PixelRange.symmetric.tensor(try batches.next())
      let fake = generator(latent.sample(64, using: random))

      // The cross entropy takes logits: it includes the sigmoid, without loss of precision.
      let (realLogits, fakeLogits) = discriminator(real, fake.detached)
      let discriminatorLoss = try discriminatorOptimizer.minimize(
        sigmoidCrossEntropy(logits: realLogits, target: 1)
          + sigmoidCrossEntropy(logits: fakeLogits, target: 0)
      )

      // The generator's turn: the same generated images, seen by the updated discriminator.
      let generatorLoss = try generatorOptimizer.minimize(
        sigmoidCrossEntropy(logits: discriminator(fake), target: 1)
      )

      if isDue(iteration, every: 100) {
        report("iteration \(iteration)", generator: generatorLoss, discriminator: discriminatorLoss)
      }
      if isDue(iteration, every: 1000) {
        try write(inference { generator(watched) }, in: .symmetric, as: "\(iteration)")
      }
    }
    print("The samples are in \(out).")
  }
}
