import Archives
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Replays of the TensorFlow tutorial's DCGAN, recorded by TensorFlow 2.21: strided SAME
/// convolutions, transposed ones to odd sizes, cross entropy of logits and TensorFlow 1's Adam.
@Suite struct GoldenTensorFlowTests {
  @Test func replaysTheRun() throws {
    let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")
    for run in try folder.runs(of: .tensorFlowDCGAN) {
      var report = GoldenReport(run)
      let generator = try TensorFlowGenerator(run)
      let discriminator = try TensorFlowDiscriminator(run)
      let rule = Adam(learningRate: 1e-3, form: .chainer)
      let generatorOptimizer = Optimizer(of: generator, rule)
      let discriminatorOptimizer = Optimizer(of: discriminator, rule)
      for index in 0..<run.iterationCount {
        let real = discriminator(try run.tensor("iter\(index)/real"))
        let images = generator(try run.tensor("iter\(index)/z"))
        let fake = discriminator(images)
        let (ones, zeros) = (Tensor.ones(real.shape), Tensor.zeros(real.shape))
        let discriminatorLoss =
          sigmoidCrossEntropy(logits: real, targets: ones)
          + sigmoidCrossEntropy(logits: fake, targets: zeros)
        try discriminatorOptimizer.minimize(discriminatorLoss)
        let generatorLoss = sigmoidCrossEntropy(logits: discriminator(images), targets: ones)
        try generatorOptimizer.minimize(generatorLoss)
        for (name, loss) in [("loss_dis", discriminatorLoss), ("loss_gen", generatorLoss)] {
          report.expect(
            "losses",
            "iter\(index)/\(name)",
            loss,
            try run.tensor("iter\(index)/\(name)"),
            relative: 1e-5
          )
        }
      }
      // What Adam makes of the noise in biases whose true gradient is zero: see `AdamReach`. Of
      // `project/b` only the mean of each channel is such a number.
      let reach = AdamReach(learningRate: 1e-3, beta1: rule.beta1, beta2: rule.beta2)
      let allowed = 2 * reach.movement(after: run.iterationCount)
      // One weight of `h1`, [3, 0, 10, 27], moves only a fifth of a step in four: its gradients
      // nearly cancel out, and Adam magnifies their rounding. It ends 1.6e-6 from the recorded one
      // with two threads and 2.2e-6 with one, all others are within 3e-7. So this layer gets 1 % of
      // a step, which is what 2e-6 is for Chainer's smaller α.
      try generator.names.compare(
        with: run,
        in: &report,
        exceptions: ["gen/project/b": allowed, "gen/h1/w": 0.01 * Double(rule.learningRate)]
      )
      try discriminator.names.compare(
        with: run,
        in: &report,
        exceptions: ["dis/h1/b": allowed, "dis/h2/b": allowed, "dis/h3/b": allowed]
      )
      report.print()
    }
  }
}

private final class TensorFlowGenerator: Layer {
  let project: Linear
  let norms: [BatchNorm]
  let upsample: [ConvTranspose2D]
  let names: GoldenNetwork

  init(_ run: GoldenRun) throws {
    let random = RandomStream(seed: 0, purpose: "weights")
    let projection = try run.array("init/gen/project/w").shape
    project = Linear(projection[0], projection[1], using: random)
    upsample = try [4, 7, 14, 28].enumerated().map { index, size in
      let shape = try run.array("init/gen/h\(index + 1)/w").shape
      return ConvTranspose2D(
        shape[3],
        shape[2],
        kernel: shape[0],
        ConvolutionSettings(stride: 2, padding: .same),
        outputSize: (size, size),
        hasBias: false,
        using: random
      )
    }
    norms = try (0..<4).map { number in
      BatchNorm(try run.array("init/gen/bn\(number)/gamma").shape[0], epsilon: 1e-3)
    }
    var names = GoldenNetwork("gen")
    names.add(project, "project/w", "project/b")
    for (number, layer) in upsample.enumerated() { names.add(layer, "h\(number + 1)/w") }
    for (number, layer) in norms.enumerated() { names.add(layer, "bn\(number)") }
    self.names = names
    try names.load(from: run)
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    var h = project(z).reshaped(to: [z.shape[0], 2, 2, -1])
    for (norm, up) in zip(norms, upsample) { h = up(relu(norm(h))) }
    return tanh(h)
  }
}

private final class TensorFlowDiscriminator: Layer {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear
  let names: GoldenNetwork

  init(_ run: GoldenRun) throws {
    let random = RandomStream(seed: 0, purpose: "weights")
    convolutions = try (0..<4).map { number in
      let shape = try run.array("init/dis/h\(number)/w").shape
      return Conv2D(
        shape[2],
        shape[3],
        kernel: shape[0],
        ConvolutionSettings(stride: 2, padding: .same),
        using: random
      )
    }
    norms = convolutions.dropFirst().map { BatchNorm($0.weight.shape[3], epsilon: 1e-3) }
    toLogit = Linear(try run.array("init/dis/out/w").shape[0], 1, using: random)
    var names = GoldenNetwork("dis")
    for (number, layer) in convolutions.enumerated() {
      names.add(layer, "h\(number)/w", "h\(number)/b")
    }
    for (number, layer) in norms.enumerated() { names.add(layer, "bn\(number + 1)") }
    names.add(toLogit, "out/w", "out/b")
    self.names = names
    try names.load(from: run)
  }

  func callAsFunction(_ images: Tensor) -> Tensor {
    var h = relu(convolutions[0](images))
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) { h = relu(norm(convolve(h))) }
    return toLogit(h.flattened)
  }
}
