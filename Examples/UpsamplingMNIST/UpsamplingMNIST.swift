import Adversarial
import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The Keras tutorial's GAN: upsampling against pooling, by plain gradient descent with momentum.
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

  @Option(help: "Pictures in a batch.")
  var batchSize = 100

  @Option(help: "The folder for the pictures.")
  var out = "upsampling-mnist"

  func validate() throws {
    try requirePositive(iterations, "--iterations")
    try requirePositive(batchSize, "--batch-size")
  }

  func run() throws {
    let batches = try shuffledBatches(
      of: ImageShape(height: 28, width: 28, channels: 1),
      size: batchSize
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
      // The detective sees real pictures and forgeries as one batch. The forgeries are made as in use:
      // normalized by running averages, and without a gradient to the forger.
      let real = PixelRange.symmetric.tensor(try batches.next())
      let fake = inference { generator(latent.sample(batchSize, using: random)) }
      let discriminatorLoss = binaryCrossEntropy(
        probabilities: discriminator(concatenate([real, fake])),
        targets: labels
      )
      try discriminatorOptimizer.minimize(discriminatorLoss)

      // Both networks one after the other, of which only the forger moves: it wants its pictures to be
      // called real. What an optimizer does not hold stays as it is, so that nothing needs freezing.
      let judged = discriminator(generator(latent.sample(batchSize, using: random)))
      let generatorLoss = binaryCrossEntropy(probabilities: judged, target: 1)
      try generatorOptimizer.minimize(generatorLoss)

      if isDue(iteration, every: 50) {
        report(
          "epoch \(batches.epoch), batch \(iteration)",
          generator: generatorLoss,
          discriminator: discriminatorLoss
        )
      }
      // As in the tutorial, every 200 batches the forgeries that the detective has just seen.
      if isDue(iteration, every: 200) {
        try write(fake, in: .symmetric, as: "\(batches.epoch)_\(iteration)")
      }
    }
    print("The pictures are in \(out).")
  }
}
