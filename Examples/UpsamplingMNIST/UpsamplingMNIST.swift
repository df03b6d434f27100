import Adversarial
import ArgumentParser
import Datasets
import Foundation
import Imaging
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The Keras tutorial's GAN: upsampling and pooling, trained by SGD with momentum.
@main
struct UpsamplingMNIST: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "UpsamplingMNIST",
    abstract: "Train upsampling and convolutions to generate digits."
  )

  @Option(help: "The training data: a dataset's name or a path.")
  var dataset = "mnist"

  @Option(help: "The number of training steps.")
  var iterations = 10_000

  @Option(help: "Images per batch.")
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
    // Nesterov momentum: the gradient is taken where the momentum will have led.
    let rule = SGD(learningRate: 5e-4, momentum: 0.9, isNesterov: true)
    let generatorOptimizer = Optimizer(of: generator, rule)
    let discriminatorOptimizer = Optimizer(of: discriminator, rule)

    let latent = Latent(size: 100, distribution: .uniform)
    let random = RandomStream(seed: 0, purpose: "latent")

    // 1 for the real half of a batch, 0 for the other.
    let labels = concatenate([.ones([batchSize, 1]), .zeros([batchSize, 1])])

    for iteration in 1...iterations {
      // The discriminator sees real and generated images as one batch. The latter are generated in inference
      // mode: normalized by running averages, and without a gradient for the generator.
      let real = PixelRange.symmetric.tensor(try batches.next())
      let fake = inference { generator(latent.sample(batchSize, using: random)) }
      let discriminatorLoss = binaryCrossEntropy(
        probabilities: discriminator(concatenate([real, fake])),
        targets: labels
      )
      try discriminatorOptimizer.minimize(discriminatorLoss)

      // Both networks in sequence, of which only the generator is updated: it wants its images to be
      // classified as real. Parameters that the optimizer does not hold stay unchanged, so nothing needs
      // freezing.
      let output = discriminator(generator(latent.sample(batchSize, using: random)))
      let generatorLoss = binaryCrossEntropy(probabilities: output, target: 1)
      try generatorOptimizer.minimize(generatorLoss)

      if iteration % 50 == 0 || iteration == iterations {
        print(
          "epoch \(batches.epoch), batch \(iteration): generator \(generatorLoss.scalar), "
            + "discriminator \(discriminatorLoss.scalar)"
        )
      }
      // As in the tutorial, every 200 batches the generated images that the discriminator has just seen.
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
