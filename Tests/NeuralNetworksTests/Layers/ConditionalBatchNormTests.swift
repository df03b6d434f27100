import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct ConditionalBatchNormTests {
  private func oneHot(_ labels: [Int], of classes: Int) -> Tensor {
    Tensor(
      labels.flatMap { label in (0..<classes).map { $0 == label ? 1 : 0 } },
      shape: [labels.count, classes]
    )
  }

  private func layer(_ channels: Int, classes: Int) -> ConditionalBatchNorm {
    let layer = ConditionalBatchNorm(channels, classes: classes, epsilon: 0.01, decay: 0.8)
    layer.gamma.value = .sample([classes, channels], from: 0.5, to: 2, seed: 1)
    layer.beta.value = .sample([classes, channels], seed: 2)
    return layer
  }

  @Test(arguments: [[6, 3], [6, 2, 3, 8]] as [[Int]])
  func scalesAndShiftsByTheClass(_ shape: [Int]) {
    let x = Tensor.sample(Shape(shape), from: -2, to: 5)
    let (channels, labels) = (x.shape[-1], [2, 0, 1, 1, 2, 2])
    let layer = layer(channels, classes: 3)
    let (values, each) = (x.scalars.map(Double.init), x.elementCount / 6)
    let (gamma, beta) = (layer.gamma.value.scalars, layer.beta.value.scalars)
    let expected = values.indices.map { index -> Double in
      let channel = index % channels
      let column = stride(from: channel, to: values.count, by: channels).map { values[$0] }
      let mean = column.reduce(0, +) / Double(column.count)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      let place = labels[index / each] * channels + channel
      return (values[index] - mean) / (variance + 0.01).squareRoot() * Double(gamma[place])
        + Double(beta[place])
    }
    expectClose(layer(x, oneHot(labels, of: 3)), expected, absolute: 3e-6)
  }

  /// With one class it is batch normalization, in training and in inference.
  @Test func isBatchNormWhereThereIsOneClass() {
    let (conditional, plain) = (layer(5, classes: 1), BatchNorm(5, epsilon: 0.01, decay: 0.8))
    plain.gamma?.value = conditional.gamma.value.flattened.reshaped(to: [5])
    plain.beta?.value = conditional.beta.value.flattened.reshaped(to: [5])
    let shares = Tensor.ones([4, 1])
    for seed in 1...3 as ClosedRange<UInt64> {
      let x = Tensor.sample([4, 2, 2, 5], from: -1, to: 3, seed: seed)
      expectClose(conditional(x, shares), plain(x).scalars.map(Double.init), absolute: 1e-6)
      let (found, expected) = (inference { conditional(x, shares) }, inference { plain(x) })
      expectClose(found, expected.scalars.map(Double.init), absolute: 1e-6)
    }
    #expect(conditional.runningMean.value.isIdentical(to: plain.runningMean.value))
    #expect(conditional.runningVariance.value.isIdentical(to: plain.runningVariance.value))
  }

  /// Half of two classes has the mean of their scales and shifts.
  @Test func classesCanBeMixed() {
    let layer = layer(2, classes: 2)
    let x = Tensor.sample([3, 2], seed: 5)
    let ones = (0..<2).map { layer(x, oneHot([$0, $0, $0], of: 2)) }
    let half = layer(x, Tensor(repeating: 0.5, shape: [3, 2]))
    expectClose(half, ((ones[0] + ones[1]) * 0.5).scalars.map(Double.init), absolute: 1e-6)
  }

  /// Gradients of x, twice, and of each class's scales and shifts: Σ dy·x̂ and Σ dy over its examples.
  @Test(arguments: [3, 8]) func isDifferentiable(_ channels: Int) {
    let (labels, each) = ([1, 0, 1, 2], 2)
    let shares = oneHot(labels, of: 3)
    let layer = layer(channels, classes: 3)
    let x = Tensor.sample([4, each, 1, channels], seed: 1)
    checkGradients(of: { layer($0[0], shares) }, at: [x])

    let weights = Tensor.sample(x.shape, seed: 4)
    let found = gradients(
      of: (layer(x, shares) * weights).sum(),
      withRespectTo: [layer.gamma, layer.beta]
    )
    let plain = BatchNorm(channels, epsilon: 0.01, hasGamma: false, hasBeta: false)
    let (normalized, dy) = (plain(x).scalars, weights.scalars)
    var (scales, shifts) = (
      [Double](repeating: 0, count: 3 * channels), [Double](repeating: 0, count: 3 * channels)
    )
    for index in dy.indices {
      let place = labels[index / (each * channels)] * channels + index % channels
      scales[place] += Double(dy[index]) * Double(normalized[index])
      shifts[place] += Double(dy[index])
    }
    expectClose(found[0], scales, absolute: 1e-5)
    expectClose(found[1], shifts, absolute: 1e-5)
  }

  /// A gradient of x is differentiated with respect to the scales: what a penalty does.
  @Test func gradientsOfGradientsReachTheScales() {
    let shares = oneHot([1, 0, 1], of: 2)
    let layer = layer(4, classes: 2)
    let x = Tensor.sample([3, 2, 2, 4], seed: 1)
    func penalty() -> Tensor {
      let tracked = x.tracked
      let gradient = gradients(
        of: (layer(tracked, shares).squared).sum(),
        withRespectTo: [tracked],
        createsGraph: true
      )[0]
      return gradient.squared.sum()
    }
    let found = gradients(of: penalty(), withRespectTo: [layer.gamma])[0].scalars
    let values = layer.gamma.value.scalars
    let largest = found.map(abs).max() ?? 0
    for index in values.indices {
      let ends = [-1, 1].map { sign -> Double in
        var moved = values
        moved[index] += Float(sign) / 64
        layer.gamma.value = Tensor(moved, shape: [2, 4])
        return Double(penalty().scalars[0])
      }
      layer.gamma.value = Tensor(values, shape: [2, 4])
      // Central differences of a polynomial of degree 4: off by a thousandth.
      let expected = (ends[1] - ends[0]) * 32
      #expect(abs(Double(found[index]) - expected) < 5e-3 * Double(largest))
    }
  }

  @Test func embeddingsAreRows() {
    let layer = Embedding(3, 4, using: RandomStream(seed: 1, purpose: "weights"))
    let rows = layer.weight.value.scalars
    let found = layer(oneHot([2, 0, 2], of: 3))
    let (first, last) = (Array(rows[..<4]), Array(rows[8...]))
    #expect(found.scalars == [last, first, last].flatMap(\.self))
    #expect(layer.namedParameters.map(\.path) == ["weight"])
    let weights = Tensor.sample([3, 4], seed: 2)
    let gradient = gradients(of: (found * weights).sum(), withRespectTo: [layer.weight])[0]
    let dy = weights.scalars
    var expected = [Float](repeating: 0, count: 12)
    for index in 0..<4 {
      expected[index] = dy[index + 4]
      expected[index + 8] = dy[index] + dy[index + 8]
    }
    #expect(gradient.scalars == expected)
  }
}
