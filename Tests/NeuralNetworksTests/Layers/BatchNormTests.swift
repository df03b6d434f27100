import ExitTestSupport
import Foundation
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct BatchNormTests {
  /// Mean and biased variance of each channel.
  private func moments(_ x: Tensor) -> (mean: [Double], variance: [Double], count: Int) {
    let channels = x.shape[-1]
    let values = x.scalars.map(Double.init)
    let count = values.count / channels
    var (mean, variance) = ([Double](), [Double]())
    for channel in 0..<channels {
      let column = stride(from: channel, to: values.count, by: channels).map { values[$0] }
      let average = column.reduce(0, +) / Double(count)
      let squares = column.map { ($0 - average) * ($0 - average) }
      mean.append(average)
      variance.append(squares.reduce(0, +) / Double(count))
    }
    return (mean, variance, count)
  }

  @Test(arguments: [[6, 3], [2, 3, 4, 5]] as [[Int]])
  func trainingNormalisesByTheBatch(_ shape: [Int]) {
    let x = Tensor.sample(Shape(shape), from: -2, to: 5)
    let channels = x.shape[-1]
    let layer = BatchNorm(channels, epsilon: 0.01)
    layer.gamma?.value = .sample([channels], from: 0.5, to: 2, seed: 1)
    layer.beta?.value = .sample([channels], seed: 2)
    let (mean, variance, _) = moments(x)
    let (gamma, beta) = (layer.gamma?.value.scalars ?? [], layer.beta?.value.scalars ?? [])
    var expected: [Double] = []
    for (index, value) in x.scalars.enumerated() {
      let channel = index % channels
      let deviation = (variance[channel] + 0.01).squareRoot()
      let normal = (Double(value) - mean[channel]) / deviation
      expected.append(normal * Double(gamma[channel]) + Double(beta[channel]))
    }
    expectClose(layer(x), expected, absolute: 2e-6)
  }

  @Test(arguments: [BatchNorm.RunningVariance.unbiased, .biased])
  func runningAveragesFollowTheBatches(_ kind: BatchNorm.RunningVariance) {
    let layer = BatchNorm(3, decay: 0.8, variance: kind)
    var (mean, variance) = ([0.0, 0, 0], [1.0, 1, 1])
    for seed in 1...4 as ClosedRange<UInt64> {
      let x = Tensor.sample([2, 2, 2, 3], from: -1, to: 3, seed: seed)
      _ = layer(x)
      let batch = moments(x)
      let correction =
        kind == .unbiased ? Double(batch.count) / Double(batch.count - 1) : 1
      for channel in 0..<3 {
        mean[channel] = 0.8 * mean[channel] + 0.2 * batch.mean[channel]
        variance[channel] =
          0.8 * variance[channel] + 0.2 * correction * batch.variance[channel]
      }
    }
    expectClose(layer.runningMean.value, mean, absolute: 1e-6)
    expectClose(layer.runningVariance.value, variance, absolute: 1e-6)
  }

  /// What a framework's running averages are after two batches; see `Scripts/record_batch_norm.py`.
  private struct Recorded: Decodable {
    let version: String
    let shape: [Int]
    let mean: [Double]
    let variance: [Double]
  }

  /// Each framework's running variance is the one that `RunningVariance` says it is.
  @Test(
    arguments: [
      ("chainer, vectors", .unbiased), ("chainer, images", .unbiased), ("keras, vectors", .biased),
      ("keras, images", .biased), ("pytorch, vectors", .unbiased), ("pytorch, images", .unbiased),
      ("tensorflow, images", .unbiased),
    ] as [(String, BatchNorm.RunningVariance)]
  )
  func runningAveragesAreThoseOf(_ framework: String, _ kind: BatchNorm.RunningVariance) throws {
    let file = "\(Bundle.module.bundlePath)/Golden/batch_norm.json"
    let all = try JSONDecoder().decode(
      [String: Recorded].self,
      from: Data(contentsOf: URL(filePath: file))
    )
    let recorded = try #require(all[framework])
    let layer = BatchNorm(3, decay: 0.9, variance: kind)
    let count = recorded.shape.reduce(1, *)
    for batch in 0..<2 {
      let numbers = (batch * count..<(batch + 1) * count).map { Float($0 * 37 % 64 - 20) / 16 }
      _ = layer(Tensor(numbers, shape: Shape(recorded.shape)))
    }
    expectClose(layer.runningMean.value, recorded.mean, absolute: 1e-6)
    expectClose(layer.runningVariance.value, recorded.variance, absolute: 1e-6)
  }

  /// Two batches in one pass are what two passes are, running averages included.
  @Test(arguments: [BatchNorm.RunningVariance.unbiased, .biased])
  func partsAreBatchesOfTheirOwn(_ kind: BatchNorm.RunningVariance) {
    let (together, apart) = (BatchNorm(3, variance: kind), BatchNorm(3, variance: kind))
    let (first, second) = (
      Tensor.sample([4, 2, 2, 3], seed: 1), Tensor.sample([4, 2, 2, 3], from: 1, to: 4, seed: 2)
    )
    let both = together(first, second)
    #expect(both.0.isIdentical(to: apart(first)) && both.1.isIdentical(to: apart(second)))
    #expect(together.runningMean.value.isIdentical(to: apart.runningMean.value))
    #expect(together.runningVariance.value.isIdentical(to: apart.runningVariance.value))
  }

  @Test(arguments: [3, 8]) func leakyReLUInTheSamePassChangesNothing(_ channels: Int) {
    let x = Tensor.sample([5, 2, 3, channels], seed: 1)
    func noise() -> GaussianNoise {
      GaussianNoise(standardDeviation: 0.3, from: RandomStream(seed: 1, purpose: "noise"))
    }
    let (layer, other) = (BatchNorm(channels), BatchNorm(channels))
    let fused = leakyReLU(noise()(layer(x)), slope: 0.2)
    let normalized = other(x)
    _ = normalized.scalars
    let steps = leakyReLU(noise()(normalized), slope: 0.2)
    expectClose(fused, steps.scalars.map(Double.init), absolute: 1e-6)
    // No noise in inference.
    let inferred = inference { relu(noise()(layer(x))) }
    let expected = inference { relu(other(x)) }
    expectClose(inferred, expected.scalars.map(Double.init), absolute: 1e-6)
  }

  @Test func inferenceUsesTheRunningAveragesAndLeavesThem() {
    let layer = BatchNorm(2, epsilon: 0.5)
    layer.runningMean.value = Tensor([1, -2])
    layer.runningVariance.value = Tensor([3.5, 15.5])
    layer.gamma?.value = Tensor([2, 8])
    layer.beta?.value = Tensor([10, 20])
    let x = Tensor([1, -2, 3, 0], shape: [2, 2])
    #expect(inference { layer(x) }.scalars == [10, 20, 12, 24])
    #expect(layer.runningMean.value.scalars == [1, -2])
    #expect(layer.runningVariance.value.scalars == [3.5, 15.5])
  }

  @Test func scaleAndShiftCanBeLeftOut() {
    let x = Tensor.sample([4, 3])
    let plain = BatchNorm(3)(x)
    #expect(BatchNorm(3, hasGamma: false)(x).isIdentical(to: plain))
    let (mean, variance, _) = moments(BatchNorm(3, hasGamma: false, hasBeta: false)(x))
    for channel in 0..<3 {
      #expect(abs(mean[channel]) < 1e-6)
      #expect(abs(variance[channel] - 1) < 1e-3)
    }
  }

  @Test func oneValueAChannelHasNoUnbiasedVariance() {
    let layer = BatchNorm(2)
    let y = layer(Tensor([3, 4], shape: [1, 2]))
    #expect(y.scalars == [0, 0])
    #expect(layer.runningVariance.value.scalars == [0.9, 0.9])
    #expect(layer.runningMean.value.isFinite)
  }

  @Test func runningAveragesAreNotRecorded() {
    let layer = BatchNorm(2)
    let y = layer(Tensor.sample([4, 2]).tracked)
    #expect(y.isTracked)
    #expect(!layer.runningMean.value.isTracked)
    #expect(!layer.runningVariance.value.isTracked)
  }

  @Test func inferenceModeIsDifferentiable() {
    let layer = BatchNorm(2, epsilon: 0.5)
    layer.runningVariance.value = Tensor([3.5, 15.5])
    let x = Tensor.sample([3, 2]).tracked
    let gradient = gradients(of: Mode.inference { layer(x).sum() }, withRespectTo: [x])[0]
    expectClose(gradient, [0.5, 0.25, 0.5, 0.25, 0.5, 0.25], absolute: 1e-7)
  }

  @Test func settingsMustMakeSense() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = BatchNorm(0)
      },
      "BatchNorm: 0 channels"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = BatchNorm(1, epsilon: 0)
      },
      "epsilon 0.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = BatchNorm(1, decay: 1.5)
      },
      "decay 1.5"
    )
  }
}
