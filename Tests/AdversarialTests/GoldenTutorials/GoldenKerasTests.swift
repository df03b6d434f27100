import Archives
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// Replays of the Keras tutorial's networks, recorded by Keras 3.15: nearest upsampling, SAME and
/// VALID convolutions, max pooling, batch norm with the biased variance in its running average, and
/// Keras's Nesterov momentum.
@Suite struct GoldenKerasTests {
  @Test func replaysTheRun() throws {
    let folder = GoldenFolder(besides: Bundle.module.bundlePath + "/Golden")
    for run in try folder.runs(of: .kerasDCGAN) {
      var report = GoldenReport(run)
      let generator = try KerasGenerator(run)
      let discriminator = try KerasDiscriminator(run)
      let rule = SGD(learningRate: 5e-4, momentum: 0.9, isNesterov: true, form: .keras)
      let generatorOptimizer = Optimizer(of: generator, rule)
      let discriminatorOptimizer = Optimizer(of: discriminator, rule)
      for index in 0..<run.iterationCount {
        let real = (try run.tensor("iter\(index)/real") - 127.5) / 127.5
        let noise = try run.tensor("iter\(index)/noise_dis")
        let images = concatenate([real, inference { generator(noise) }], along: 0)
        let scores = discriminator(images)
        let labels = concatenate(
          [Tensor.ones([real.shape[0], 1]), Tensor.zeros([noise.shape[0], 1])],
          along: 0
        )
        let discriminatorLoss = binaryCrossEntropy(probabilities: scores, targets: labels)
        try discriminatorOptimizer.minimize(discriminatorLoss)

        let fake = discriminator(generator(try run.tensor("iter\(index)/noise_gen")))
        let generatorLoss = binaryCrossEntropy(
          probabilities: fake,
          targets: .ones(fake.shape)
        )
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
      try generator.names.compare(with: run, in: &report)
      try discriminator.names.compare(with: run, in: &report)
      report.print()
    }
  }
}

private final class KerasGenerator: Layer {
  let dense: [Linear]
  let norm: BatchNorm
  let convolutions: [Conv2D]
  let names: GoldenNetwork

  init(_ run: GoldenRun) throws {
    let random = RandomStream(seed: 0, purpose: "weights")
    dense = try ["dense1", "dense2"].map { name in
      let shape = try run.array("init/gen/\(name)/kernel").shape
      return Linear(shape[0], shape[1], using: random)
    }
    norm = BatchNorm(
      dense[1].weight.shape[1],
      epsilon: 1e-3,
      decay: 0.99,
      variance: .biased
    )
    convolutions = try ["conv1", "conv2"].map { name in
      let shape = try run.array("init/gen/\(name)/kernel").shape
      return Conv2D(
        shape[2],
        shape[3],
        kernel: shape[0],
        ConvolutionSettings(padding: .same),
        using: random
      )
    }
    var names = GoldenNetwork("gen")
    for (number, layer) in dense.enumerated() {
      names.add(layer, "dense\(number + 1)/kernel", "dense\(number + 1)/bias")
    }
    names.add(
      norm,
      "bn",
      runningMean: "bn/moving_mean",
      runningVariance: "bn/moving_variance"
    )
    for (number, layer) in convolutions.enumerated() {
      names.add(layer, "conv\(number + 1)/kernel", "conv\(number + 1)/bias")
    }
    self.names = names
    try names.load(from: run)
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    var h = tanh(norm(dense[1](tanh(dense[0](z))))).reshaped(to: [z.shape[0], 7, 7, -1])
    for convolve in convolutions { h = tanh(convolve(upsampleNearest(h))) }
    return h
  }
}

private final class KerasDiscriminator: Layer {
  let convolutions: [Conv2D]
  let dense: [Linear]
  let names: GoldenNetwork

  init(_ run: GoldenRun) throws {
    let random = RandomStream(seed: 0, purpose: "weights")
    convolutions = try [("conv1", .same), ("conv2", .valid)].map {
      (name: String, padding: ConvolutionSettings.Padding) in
      let shape = try run.array("init/dis/\(name)/kernel").shape
      return Conv2D(
        shape[2],
        shape[3],
        kernel: shape[0],
        ConvolutionSettings(padding: padding),
        using: random
      )
    }
    dense = try ["dense1", "dense2"].map { name in
      let shape = try run.array("init/dis/\(name)/kernel").shape
      return Linear(shape[0], shape[1], using: random)
    }
    var names = GoldenNetwork("dis")
    for (number, layer) in convolutions.enumerated() {
      names.add(layer, "conv\(number + 1)/kernel", "conv\(number + 1)/bias")
    }
    for (number, layer) in dense.enumerated() {
      names.add(layer, "dense\(number + 1)/kernel", "dense\(number + 1)/bias")
    }
    self.names = names
    try names.load(from: run)
  }

  func callAsFunction(_ images: Tensor) -> Tensor {
    let features = convolutions.reduce(images) { maxPool2D(tanh($1($0)), kernel: (2, 2)) }
    return sigmoid(dense[1](tanh(dense[0](features.flattened))))
  }
}
