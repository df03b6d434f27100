import Adversarial
import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The PyTorch tutorial's GAN: two stacks of fully connected layers.
@main
struct MLPMNIST: TutorialExample {
  static let configuration = CommandConfiguration(
    commandName: "MLPMNIST",
    abstract: "Teach fully connected networks to draw digits."
  )

  @Option(help: "What to learn from: the name of a dataset, or a path.")
  var dataset = "mnist"

  @Option(help: "The number of training steps.")
  var iterations = 20_000

  @Option(help: "The folder for the samples.")
  var out = "mlp-mnist"

  func validate() throws {
    try requirePositive(iterations, "--iterations")
  }

  func train() throws {
    let batches = try shuffledBatches(
      of: ImageShape(height: 28, width: 28, channels: 1),
      size: 32
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
      let (realOutput, fakeOutput) = discriminator(real, fake.detached)
      let discriminatorLoss = try discriminatorOptimizer.minimize(
        (binaryCrossEntropy(probabilities: realOutput, target: 1)
          + binaryCrossEntropy(probabilities: fakeOutput, target: 0)) / 2
      )

      // The generator wants a 1 for the same images from the updated discriminator. The original minimax game
      // would have it minimize log(1 − D(G(z))), which is flat where D is confident; −log D(G(z)) has the
      // same solution, and a strong gradient there.
      let generatorLoss = try generatorOptimizer.minimize(
        binaryCrossEntropy(probabilities: discriminator(fake), target: 1)
      )

      if isDue(iteration, every: 100) {
        report("iteration \(iteration)", generator: generatorLoss, discriminator: discriminatorLoss)
      }
      if isDue(iteration, every: 1000) {
        try write(
          inference { generator(watched) }.reshaped(to: [-1, 28, 28, 1]),
          in: .symmetric,
          as: "\(iteration)"
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
