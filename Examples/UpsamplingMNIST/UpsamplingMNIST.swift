import Adversarial
import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The Keras tutorial's GAN: upsampling and pooling, trained by SGD with momentum.
@main
struct UpsamplingMNIST: TutorialExample {
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
    try requirePositive(iterations, "--iterations")
    try requirePositive(batchSize, "--batch-size")
  }

  func train() throws {
    let batches = try shuffledBatches(
      of: ImageShape(height: 28, width: 28, channels: 1),
      size: batchSize
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
      let discriminatorLoss = try discriminatorOptimizer.minimize(
        binaryCrossEntropy(
          probabilities: discriminator(concatenate([real, fake])),
          targets: labels
        )
      )

      // Both networks in sequence, of which only the generator is updated: it wants its images to be
      // classified as real. Parameters that the optimizer does not hold stay unchanged, so nothing needs
      // freezing.
      let generatorLoss = try generatorOptimizer.minimize(
        binaryCrossEntropy(
          probabilities: discriminator(generator(latent.sample(batchSize, using: random))),
          target: 1
        )
      )

      if isDue(iteration, every: 50) {
        report(
          "epoch \(batches.epoch), batch \(iteration)",
          generator: generatorLoss,
          discriminator: discriminatorLoss
        )
      }
      // As in the tutorial, every 200 batches the generated images that the discriminator has just seen.
      if isDue(iteration, every: 200) {
        try write(fake, in: .symmetric, as: "\(batches.epoch)_\(iteration)")
      }
    }
    print("The samples are in \(out).")
  }
}
