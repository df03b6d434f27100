import Adversarial
import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import Testing

/// The solutions of "Four Tutorials, Side by Side".
@Suite struct TutorialsTests {
  /// Exercise 1: the PyTorch tutorial's networks, counted by hand.
  @Test func parametersOfThePyTorchTutorial() {
    func count(_ sizes: [Int]) -> Int {
      zip(sizes, sizes.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 + $1.1 }
    }
    let image = ImageShape(height: 28, width: 28, channels: 1)
    let shape = NetworkShape(image: image, width: 256, latentSize: 64)
    let random = RandomStream(seed: 1, purpose: "exercise")
    let streams = NetworkStreams(weights: random, noise: random)
    let generator = MLPArchitecture.generator(shape, using: streams)
    let discriminator = MLPArchitecture.discriminator(shape, using: streams)
    #expect(generator.parameterCount == count([64, 256, 512, 1024, 784]))
    #expect(discriminator.parameterCount == count([784, 1024, 512, 256, 1]))
  }

  /// Exercise 2: half of a loss is half a step of SGD, and the same step of Adam.
  @Test func adamDoesNotSeeTheScaleOfALoss() throws {
    func moved(by rule: any UpdateRule, scale: Float) throws -> Float {
      let table = Table([3])
      let optimizer = Optimizer(of: table, rule)
      for _ in 0..<10 { try optimizer.minimize(table.numbers.value.sum() * scale) }
      return 3 - table.numbers.value.scalar
    }
    let sgd = try [1, 0.5].map { try moved(by: SGD(learningRate: 0.01), scale: $0) }
    let adam = try [1, 0.5].map { try moved(by: Adam(learningRate: 0.01), scale: $0) }
    // Ten roundings of numbers near 3; a step is 0.01.
    #expect(abs(sgd[1] - sgd[0] / 2) < 1e-5)
    #expect(abs(adam[1] - adam[0]) < 1e-5)
  }
}
