import ExitTestSupport
import Foundation
import NeuralNetworks
import TensorCore
import TestSupport
import Testing

@Suite struct GaussianDivergenceTests {
  /// ∫ q log(q / p), added up in small steps, instead of the closed form.
  private func divergence(mean: Double, logVariance: Double) -> Double {
    let deviation = exp(logVariance / 2)
    let step = 1e-3
    return stride(from: -12.0, through: 12, by: step).reduce(0) { sum, t in
      let x = mean + deviation * t
      let (logQ, logP) = (-t * t / 2 - logVariance / 2, -x * x / 2)
      let q = exp(logQ) / (2 * Double.pi).squareRoot()
      return sum + q * (logQ - logP) * deviation * step
    }
  }

  @Test(arguments: [[1], [3], [2, 5], [3, 2, 3]])
  func isTheIntegral(shape: [Int]) {
    let mean = Tensor.sample(Shape(shape), from: -2, to: 2)
    let logVariance = Tensor.sample(Shape(shape), from: -3, to: 1, seed: 1)
    let size = mean.elementCount / shape[0]
    var expected = [Double](repeating: 0, count: shape[0])
    for (index, (m, v)) in zip(mean.scalars, logVariance.scalars).enumerated() {
      expected[index / size] += divergence(mean: Double(m), logVariance: Double(v))
    }
    let found = gaussianDivergence(mean: mean, logVariance: logVariance)
    #expect(found.shape == [shape[0]])
    // The integral's steps and tails are far below float32's rounding.
    expectClose(found, expected, absolute: 1e-6, relative: 1e-5)
  }

  @Test func theStandardGaussianIsAtNoDistanceFromItself() {
    expectClose(gaussianDivergence(mean: .zeros([2, 3]), logVariance: .zeros([2, 3])), [0, 0])
  }

  @Test(arguments: [[1, 1], [2, 5], [3, 2, 3]])
  func canBeDifferentiatedTwice(shape: [Int]) {
    checkGradients(
      of: { gaussianDivergence(mean: $0[0], logVariance: $0[1]) },
      at: [.sample(Shape(shape)), .sample(Shape(shape), seed: 1)]
    )
  }

  @Test func shapesMustBeTheSame() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = gaussianDivergence(mean: .ones([2, 1]), logVariance: .ones([2]))
      },
      "gaussianDivergence: means of [2, 1], logarithms of variances of [2]"
    )
  }
}
