import Adversarial
import ArgumentParser
import Datasets
import Foundation
import Imaging
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The TensorFlow tutorial's GAN: strided convolutions in both directions, on digits.
@main
struct DCGANMNIST: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "DCGANMNIST",
    abstract: "Train strided convolutions to generate digits."
  )

  @Option(help: "The training data: a dataset's name or a path.")
  var dataset = "mnist"

  @Option(help: "The width of the networks.")
  var channels = 64

  @Option(help: "The number of training steps.")
  var iterations = 20_000

  @Option(help: "The folder for the samples.")
  var out = "dcgan-mnist"

  func validate() throws {
    guard iterations > 0 else { throw ValidationError("--iterations must be positive.") }
    guard channels > 0 else { throw ValidationError("--channels must be positive.") }
  }

  func run() throws {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    let images = try Datasets.open(dataset).adapted(
      to: ImageShape(height: 28, width: 28, channels: 1)
    )
    let batches = try ShuffledBatches(
      images,
      batchSize: 64,
      stream: RandomStream(seed: 0, purpose: "shuffling")
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
      let discriminatorLoss =
        sigmoidCrossEntropy(logits: discriminator(real), target: 1)
        + sigmoidCrossEntropy(logits: discriminator(fake.detached), target: 0)
      try discriminatorOptimizer.minimize(discriminatorLoss)

      // The generator's turn: the same generated images, seen by the updated discriminator.
      let generatorLoss = sigmoidCrossEntropy(logits: discriminator(fake), target: 1)
      try generatorOptimizer.minimize(generatorLoss)

      if iteration % 100 == 0 || iteration == iterations {
        print(
          "iteration \(iteration): generator \(generatorLoss.scalar), "
            + "discriminator \(discriminatorLoss.scalar)"
        )
      }
      if iteration % 1000 == 0 || iteration == iterations {
        let samples = inference { generator(watched) }
        let grid = ImageGrid(rows: 10, columns: 10)
        try PNG.write(
          grid.image(of: PixelRange.symmetric.images(samples)),
          to: "\(out)/\(iteration).png"
        )
      }
    }
    print("The samples are in \(out).")
  }
}
