import TensorCore
import TestSupport
import Testing

@Suite struct BatchNormTests {
  static let shapes: [Shape] = [
    [4, 1], [5, 2], [3, 3], [6, 5], [7, 8], [4, 17], [2, 3, 3, 5], [3, 4, 2, 16], [2, 3],
  ]

  private func operands(_ shape: Shape) -> (x: Tensor, gamma: Tensor, beta: Tensor) {
    (
      .sample(shape, from: -1, to: 2, seed: 1), .sample([shape[-1]], from: 0.5, to: 1.5, seed: 2),
      .sample([shape[-1]], seed: 3)
    )
  }

  @Test(arguments: shapes + [[50, 4, 4, 24], [1200, 3]], [true, false])
  func agreesWithDouble(_ shape: Shape, _ isScaled: Bool) {
    let (x, gamma, beta) = operands(shape)
    let (leaf, gammaLeaf, betaLeaf) = (x.tracked, gamma.tracked, beta.tracked)
    let result = batchNorm(
      leaf,
      gamma: isScaled ? gammaLeaf : nil,
      beta: isScaled ? betaLeaf : nil,
      epsilon: 1e-3
    )
    let seed = Tensor.sample(shape, seed: 4)
    let expected = BatchNormReference(
      x,
      gamma: isScaled ? gamma : nil,
      beta: isScaled ? beta : nil,
      epsilon: 1e-3,
      outputGradient: seed
    )
    expectClose(result.mean, expected.mean, absolute: 1e-6)
    expectClose(result.variance, expected.variance, relative: 1e-5)
    expectClose(result.output, expected.output, absolute: 1e-5)
    let found = gradients(
      of: result.output,
      seededWith: seed,
      withRespectTo: [leaf, gammaLeaf, betaLeaf]
    )
    expectClose(found[0], expected.inputGradient, ofLargest: 2e-5, "x")
    if isScaled {
      expectClose(found[1], expected.gammaGradient, absolute: 1e-4, relative: 1e-5, "gamma")
      expectClose(found[2], expected.betaGradient, absolute: 1e-4, relative: 1e-5, "beta")
    }
  }

  @Test(arguments: shapes) func isDifferentiableTwice(_ shape: Shape) {
    let (x, gamma, beta) = operands(shape)
    checkGradients(
      of: { batchNorm($0[0], gamma: $0[1], beta: $0[2], epsilon: 0.1).output },
      at: [x, gamma, beta],
      probes: 8
    )
  }

  @Test func isDifferentiableTwiceWithoutGammaOrBeta() {
    let (x, gamma, beta) = operands([5, 3])
    checkGradients(of: { batchNorm($0[0], gamma: nil, beta: nil, epsilon: 0.1).output }, at: [x])
    checkGradients(
      of: { batchNorm($0[0], gamma: $0[1], beta: nil, epsilon: 0.1).output },
      at: [x, gamma]
    )
    checkGradients(
      of: { batchNorm($0[0], gamma: nil, beta: $0[1], epsilon: 0.1).output },
      at: [x, beta]
    )
    checkGradients(
      of: { batchNorm($0[0], gamma: $0[1], beta: $0[2], epsilon: 0.1).output.squared },
      at: [x, gamma, beta]
    )
  }

  /// One value a channel is its own mean: the output is beta, and nothing goes back to x.
  @Test func aBatchOfOne() {
    let x = Tensor([3, -5]).reshaped(to: [1, 2] as Shape).tracked
    let beta = Tensor([0.25, 0.5]).tracked
    let result = batchNorm(x, gamma: nil, beta: beta, epsilon: 1e-5)
    #expect(result.output.scalars == [0.25, 0.5])
    #expect(result.variance.scalars == [0, 0])
    let found = gradients(of: result.output.sum(), withRespectTo: [x, beta])
    #expect(found.map(\.scalars) == [[0, 0], [1, 1]])
  }

  /// A mean of 10⁴ and a standard deviation of 0.1: sums of squares would lose all digits.
  ///
  /// The mean itself is rounded by 2⁻¹¹ at worst (half a unit in the last place of 10⁴), once for a
  /// block of rows and once for all, which moves all outputs of a channel by up to 0.01.
  /// Between blocks of a thousand rows, whose means lie 0.005 apart, that is worth 2e-4 of the
  /// variance, and 2e-3 of the gradient, in which the shift meets the means of dy and of dy·x̂.
  @Test(arguments: [Shape([40_000, 1]), [30_000, 2], [20_000, 3], [2000, 17], [64, 512]])
  func aLargeMeanCancelsNothing(_ shape: Shape) {
    let x = Tensor.sample(shape, from: -0.173, to: 0.173, seed: 1) + 10_000
    let seed = Tensor.sample(shape, seed: 2)
    let expected = BatchNormReference(
      x,
      gamma: nil,
      beta: nil,
      epsilon: 1e-5,
      outputGradient: seed
    )
    let leaf = x.tracked
    let result = batchNorm(leaf, gamma: nil, beta: nil, epsilon: 1e-5)
    expectClose(result.mean, expected.mean, absolute: 0x1p-10)
    expectClose(result.variance, expected.variance, relative: 3e-4)
    expectClose(result.output, expected.output, absolute: 0.01)
    let found = gradients(of: result.output, seededWith: seed, withRespectTo: [leaf])[0]
    expectClose(found, expected.inputGradient, ofLargest: 3e-3)
  }

  /// Sums over many rows of few columns.
  @Test func longColumnsArePrecise() {
    let x = Tensor.sample([200_000, 1], from: 0, to: 1, seed: 1)
    let seed = Tensor.sample([200_000, 1], from: 0, to: 1, seed: 2)
    let expected = BatchNormReference(
      x,
      gamma: nil,
      beta: nil,
      epsilon: 1e-5,
      outputGradient: seed
    )
    let (leaf, gamma, beta) = (x.tracked, Tensor.ones([1]).tracked, Tensor.zeros([1]).tracked)
    let result = batchNorm(leaf, gamma: gamma, beta: beta, epsilon: 1e-5)
    expectClose(result.mean, expected.mean, relative: 2e-6)
    expectClose(result.variance, expected.variance, relative: 2e-5)
    let found = gradients(of: result.output, seededWith: seed, withRespectTo: [leaf, gamma, beta])
    expectClose(found[2], expected.betaGradient, relative: 2e-5)
    // Its terms have both signs and sum up to next to nothing: their sizes count, and their roundings.
    let sizes = zip(expected.output, seed.scalars).reduce(0) { $0 + abs($1.0 * Double($1.1)) }
    expectClose(found[1], expected.gammaGradient, absolute: 1e-6 * sizes)
    expectClose(found[0], expected.inputGradient, ofLargest: 2e-5)
  }

  @Test func normalizesByGivenStatistics() {
    let (x, gamma, beta) = operands([3, 2, 5])
    let mean = Tensor.sample([5], seed: 5)
    let variance = Tensor.sample([5], from: 0.5, to: 2, seed: 6)
    let expected = x.scalars.enumerated().map { place, value -> Double in
      let c = place % 5
      let deviation = (Double(variance.scalars[c]) + 0.01).squareRoot()
      return Double(gamma.scalars[c]) * (Double(value) - Double(mean.scalars[c])) / deviation
        + Double(beta.scalars[c])
    }
    expectClose(
      normalize(x, mean: mean, variance: variance, gamma: gamma, beta: beta, epsilon: 0.01),
      expected,
      absolute: 2e-6
    )
    checkGradients(
      of: {
        normalize(
          $0[0],
          mean: $0[1],
          variance: $0[2],
          gamma: $0[3],
          beta: $0[4],
          epsilon: 0.01
        )
      },
      at: [x, mean, variance, gamma, beta],
      probes: 5
    )
    checkGradients(
      of: {
        normalize($0[0], mean: mean, variance: variance, gamma: nil, beta: nil, epsilon: 0.01)
      },
      at: [x]
    )
  }
}
