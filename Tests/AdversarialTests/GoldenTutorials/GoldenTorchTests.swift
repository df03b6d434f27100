import Archives
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Replays of the PyTorch tutorial's perceptrons, recorded by PyTorch 2.15: linear layers, leaky
/// ReLU, tanh, sigmoid, cross entropy of probabilities and PyTorch's Adam.
@Suite struct GoldenTorchTests {
  @Test func replaysTheRun() throws {
    let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")
    for run in try folder.runs(of: .torchMLP) {
      var report = GoldenReport(run)
      let generator = try Perceptron("gen", of: run, endingWith: tanh)
      let discriminator = try Perceptron("disc", of: run, endingWith: sigmoid)
      let rule = Adam(learningRate: 3e-4)
      let generatorOptimizer = Optimizer(of: generator, rule)
      let discriminatorOptimizer = Optimizer(of: discriminator, rule)
      for index in 0..<run.iterationCount {
        let real = discriminator(try run.tensor("iter\(index)/real"))
        let images = generator(try run.tensor("iter\(index)/noise"))
        let fake = discriminator(images)
        let (ones, zeros) = (Tensor.ones(real.shape), Tensor.zeros(real.shape))
        let discriminatorLoss =
          (binaryCrossEntropy(probabilities: real, targets: ones)
            + binaryCrossEntropy(probabilities: fake, targets: zeros)) / 2
        try discriminatorOptimizer.minimize(discriminatorLoss)
        let generatorLoss = binaryCrossEntropy(
          probabilities: discriminator(images),
          targets: ones
        )
        try generatorOptimizer.minimize(generatorLoss)
        for (name, loss) in [("loss_disc", discriminatorLoss), ("loss_gen", generatorLoss)] {
          report.expect(
            "losses",
            "iter\(index)/\(name)",
            loss,
            try run.tensor("iter\(index)/\(name)"),
            relative: 1e-5
          )
        }
      }
      try generator.names.compare(with: run, in: &report)
      try discriminator.names.compare(with: run, in: &report)
      report.print()
    }
  }
}

/// Four linear layers with leaky ReLU between them; their names in PyTorch count the activations.
private final class Perceptron: Layer {
  let layers: [Linear]
  let names: GoldenNetwork
  private let last: (Tensor) -> Tensor

  init(_ section: String, of run: GoldenRun, endingWith last: @escaping (Tensor) -> Tensor) throws {
    var names = GoldenNetwork(section)
    layers = try [0, 2, 4, 6].map { number in
      let shape = try run.array("init/\(section)/\(number).weight").shape
      let layer = Linear(shape[1], shape[0], using: RandomStream(seed: 0, purpose: "weights"))
      names.add(layer, "\(number).weight", "\(number).bias", isTransposed: true)
      return layer
    }
    self.names = names
    self.last = last
    try names.load(from: run)
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    let hidden = layers.dropLast().reduce(x) { leakyReLU($1($0)) }
    return last(layers[layers.count - 1](hidden))
  }
}
