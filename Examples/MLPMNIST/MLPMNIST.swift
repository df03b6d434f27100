import Adversarial
import ArgumentParser
import Datasets
import Foundation
import Imaging
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The PyTorch tutorial's GAN: two stacks of fully connected layers.
@main
struct MLPMNIST: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "MLPMNIST",
    abstract: "Train fully connected networks to generate digits."
  )

  @Option(help: "The training data: a dataset's name or a path.")
  var dataset = "mnist"

  @Option(help: "The number of training steps.")
  var iterations = 20_000

  @Option(help: "The folder for the samples.")
  var out = "mlp-mnist"

  func validate() throws {
    guard iterations > 0 else { throw ValidationError("--iterations must be positive.") }
  }

  func run() throws {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    let images = try Datasets.open(dataset).adapted(
      to: ImageShape(height: 28, width: 28, channels: 1)
    )
    let batches = try ShuffledBatches(
      images,
      batchSize: 32,
      stream: RandomStream(seed: 0, purpose: "shuffling")
    )

    // The generator widens 64 random numbers to the 784 pixels of an image; the discriminator narrows an
    // image to one number, the probability that it is real.
    let weights = RandomStream(seed: 0, purpose: "weights")
    let generator = Sequential(
      linear(64, 256, using: weights),
      leaky,
      linear(256, 512, using: weights),
      leaky,
      linear(512, 1024, using: weights),
      leaky,
      linear(1024, 784, using: weights),
      Activation(tanh)
    )
    let discriminator = Sequential(
      linear(784, 1024, using: weights),
      leaky,
      linear(1024, 512, using: weights),
      leaky,
      linear(512, 256, using: weights),
      leaky,
      linear(256, 1, using: weights),
      Activation(sigmoid)
    )
    let generatorOptimizer = Optimizer(of: generator, Adam(learningRate: 3e-4))
    let discriminatorOptimizer = Optimizer(of: discriminator, Adam(learningRate: 3e-4))

    // The same 64 vectors every time, so that the progress of each sample is visible.
    let random = RandomStream(seed: 0, purpose: "latent")
    let watched = Tensor.normal([64, 64], using: random)

    for iteration in 1...iterations {
      // tanh returns values from −1 to 1, so real images are scaled to that range, too.
      let real = PixelRange.symmetric.tensor(try batches.next()).flattened
      let fake = generator(.normal([32, 64], using: random))

      // The discriminator should return 1 for real images and 0 for generated ones. `detached` keeps this
      // gradient away from the generator.
      let discriminatorLoss =
        (binaryCrossEntropy(probabilities: discriminator(real), target: 1)
          + binaryCrossEntropy(probabilities: discriminator(fake.detached), target: 0)) / 2
      try discriminatorOptimizer.minimize(discriminatorLoss)

      // The generator wants a 1 for the same images from the updated discriminator. The original minimax game
      // would have it minimize log(1 − D(G(z))), which is flat where D is confident; −log D(G(z)) has the
      // same solution, and a strong gradient there.
      let generatorLoss = binaryCrossEntropy(probabilities: discriminator(fake), target: 1)
      try generatorOptimizer.minimize(generatorLoss)

      if iteration % 100 == 0 || iteration == iterations {
        print(
          "iteration \(iteration): generator \(generatorLoss.scalar), "
            + "discriminator \(discriminatorLoss.scalar)"
        )
      }
      if iteration % 1000 == 0 || iteration == iterations {
        let samples = inference { generator(watched) }.reshaped(to: [-1, 28, 28, 1])
        let grid = ImageGrid(rows: 8, columns: 8)
        try PNG.write(
          grid.image(of: PixelRange.symmetric.images(samples)),
          to: "\(out)/\(iteration).png"
        )
      }
    }
    print("The samples are in \(out).")
  }

  /// PyTorch initializes the biases of a layer like its weights.
  private func linear(_ inputs: Int, _ outputs: Int, using random: RandomStream) -> Linear {
    Linear(inputs, outputs, weights: .pyTorchDefault, biases: .pyTorchDefault, using: random)
  }

  /// Leaky ReLU passes a small share of negative values, and with it the gradient.
  private var leaky: Activation { Activation { leakyReLU($0, slope: 0.01) } }
}
