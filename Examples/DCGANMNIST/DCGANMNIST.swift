import Adversarial
import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The TensorFlow tutorial's GAN: convolutions with strides, there and back, on digits.
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

  @Option(help: "The folder for the pictures.")
  var out = "dcgan-mnist"

  func validate() throws {
    try requirePositive(iterations, "--iterations")
    try requirePositive(channels, "--channels")
  }

  func run() throws {
    let batches = try shuffledBatches(
      of: ImageShape(height: 28, width: 28, channels: 1),
      size: 64
    )

    let weights = RandomStream(seed: 0, purpose: "weights")
    let generator = Generator(channels: channels, using: weights)
    let discriminator = Discriminator(channels: channels, using: weights)
    // `.chainer` is TensorFlow's form of Adam too: the two put ε in the same place.
    let adam = Adam(learningRate: 1e-3, form: .chainer)
    let generatorOptimizer = Optimizer(of: generator, adam)
    let discriminatorOptimizer = Optimizer(of: discriminator, adam)

    // The same 100 vectors every time, so that each picture can be watched as it gets better.
    let latent = Latent(size: 100, distribution: .uniform)
    let random = RandomStream(seed: 0, purpose: "latent")
    let watched = latent.sample(100, using: random)

    for iteration in 1...iterations {
      // The tutorial gives the detective real pictures from 0 to 1 and forgeries from −1 to 1, which
      // are told apart at a glance; both have to have one range.
      let real = PixelRange.symmetric.tensor(try batches.next())
      let fake = generator(latent.sample(64, using: random))

      // The cross entropy takes logits: the sigmoid is in it, where it cannot lose precision.
      let (realLogits, fakeLogits) = discriminator(real, fake.detached)
      let discriminatorLoss =
        sigmoidCrossEntropy(logits: realLogits, target: 1)
        + sigmoidCrossEntropy(logits: fakeLogits, target: 0)
      try discriminatorOptimizer.minimize(discriminatorLoss)

      // The forger's turn: the same forgeries, judged again by the detective that has just moved.
      let generatorLoss = sigmoidCrossEntropy(logits: discriminator(fake), target: 1)
      try generatorOptimizer.minimize(generatorLoss)

      if isDue(iteration, every: 100) {
        report("iteration \(iteration)", generator: generatorLoss, discriminator: discriminatorLoss)
      }
      if isDue(iteration, every: 1000) {
        try write(inference { generator(watched) }, in: .symmetric, as: "\(iteration)")
      }
    }
    print("The pictures are in \(out).")
  }
}
