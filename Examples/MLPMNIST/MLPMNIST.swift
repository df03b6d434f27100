import Adversarial
import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// The PyTorch tutorial's GAN: two stacks of fully connected layers, one of which learns to draw.
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

  @Option(help: "The folder for the pictures.")
  var out = "mlp-mnist"

  func validate() throws {
    try requirePositive(iterations, "--iterations")
  }

  func run() throws {
    let batches = try shuffledBatches(
      of: ImageShape(height: 28, width: 28, channels: 1),
      size: 32
    )

    // The forger widens 64 random numbers to the 784 pixels of a picture; the detective narrows a
    // picture to one number, the probability that it is real.
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

    // The same 64 vectors every time, so that each picture can be watched as it gets better.
    let random = RandomStream(seed: 0, purpose: "latent")
    let watched = Tensor.normal([64, 64], using: random)

    for iteration in 1...iterations {
      // tanh makes numbers from −1 to 1, so the real pictures have that range too.
      let real = PixelRange.symmetric.tensor(try batches.next()).flattened
      let fake = generator(.normal([32, 64], using: random))

      // The detective should say 1 of real pictures and 0 of forgeries. `detached` keeps the forger
      // out of it: this is not its lesson.
      let (ofReal, ofFake) = discriminator(real, fake.detached)
      let discriminatorLoss =
        (binaryCrossEntropy(probabilities: ofReal, target: 1)
          + binaryCrossEntropy(probabilities: ofFake, target: 0)) / 2
      try discriminatorOptimizer.minimize(discriminatorLoss)

      // The forger wants a 1 for the same forgeries, from the detective that has just learned. The
      // game as first written down would have it minimize log(1 − D(G(z))), which is flat where D is
      // sure of itself: −log D(G(z)) has the same solution, and is steep there.
      let generatorLoss = binaryCrossEntropy(probabilities: discriminator(fake), target: 1)
      try generatorOptimizer.minimize(generatorLoss)

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
    print("The pictures are in \(out).")
  }

  /// PyTorch draws the biases of a layer as it draws the weights.
  private func linear(_ inputs: Int, _ outputs: Int, using random: RandomStream) -> Linear {
    Linear(inputs, outputs, weights: .pyTorchDefault, biases: .pyTorchDefault, using: random)
  }

  /// A little of what is negative passes, and with it the gradient.
  private var leaky: Activation { Activation { leakyReLU($0, slope: 0.01) } }
}
