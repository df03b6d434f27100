import Adversarial
import ArgumentParser
import Datasets
import Foundation
import Imaging
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The Keras tutorial's GAN: upsampling against pooling, by plain gradient descent with momentum.
@main
struct UpsamplingMNIST: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "UpsamplingMNIST",
    abstract: "Teach a network of upsampling and convolutions to draw digits."
  )

  @Option(help: "What to learn from: the name of a dataset, or a path.")
  var dataset = "mnist"

  @Option(help: "The number of training steps.")
  var iterations = 10_000

  @Option(help: "Images in a batch.")
  var batchSize = 100

  @Option(help: "The folder for the samples.")
  var out = "upsampling-mnist"

  func validate() throws {
    guard iterations > 0 else { throw ValidationError("--iterations must be positive.") }
    guard batchSize > 0 else { throw ValidationError("--batch-size must be positive.") }
  }

  func run() throws {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    let images = try Datasets.open(dataset).adapted(
      to: ImageShape(height: 28, width: 28, channels: 1)
    )
    let batches = try ShuffledBatches(
      images,
      batchSize: batchSize,
      stream: RandomStream(seed: 0, purpose: "shuffling")
    )

    let weights = RandomStream(seed: 0, purpose: "weights")
    let generator = Generator(using: weights)
    let discriminator = Discriminator(using: weights)
    // Nesterov's momentum: the gradient is followed from where the momentum will have carried us.
    let rule = SGD(learningRate: 5e-4, momentum: 0.9, isNesterov: true)
    let generatorOptimizer = Optimizer(of: generator, rule)
    let discriminatorOptimizer = Optimizer(of: discriminator, rule)

    let latent = Latent(size: 100, distribution: .uniform)
    let random = RandomStream(seed: 0, purpose: "latent")

    // 1 for the real half of a batch, 0 for the other.
    let labels = concatenate([.ones([batchSize, 1]), .zeros([batchSize, 1])])

    for iteration in 1...iterations {
      // The detective sees real images and forgeries as one batch. The forgeries are made as in use:
      // normalized by running averages, and without a gradient to the forger.
      let real = PixelRange.symmetric.tensor(try batches.next())
      let fake = inference { generator(latent.sample(batchSize, using: random)) }
      let discriminatorLoss = binaryCrossEntropy(
        probabilities: discriminator(concatenate([real, fake])),
        targets: labels
      )
      try discriminatorOptimizer.minimize(discriminatorLoss)

      // Both networks one after the other, of which only the forger moves: it wants its images to be
      // called real. What an optimizer does not hold stays as it is, so that nothing needs freezing.
      let judged = discriminator(generator(latent.sample(batchSize, using: random)))
      let generatorLoss = binaryCrossEntropy(probabilities: judged, target: 1)
      try generatorOptimizer.minimize(generatorLoss)

      if iteration % 50 == 0 || iteration == iterations {
        print(
          "epoch \(batches.epoch), batch \(iteration): generator \(generatorLoss.scalar), "
            + "discriminator \(discriminatorLoss.scalar)"
        )
      }
      // As in the tutorial, every 200 batches the forgeries that the detective has just seen.
      if iteration % 200 == 0 || iteration == iterations {
        let columns = Int(Double(batchSize).squareRoot().rounded(.up))
        let grid = ImageGrid(rows: (batchSize - 1) / columns + 1, columns: columns)
        try PNG.write(
          grid.image(of: PixelRange.symmetric.images(fake)),
          to: "\(out)/\(batches.epoch)_\(iteration).png"
        )
      }
    }
    print("The samples are in \(out).")
  }
}
