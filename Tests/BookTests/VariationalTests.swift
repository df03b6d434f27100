import Foundation
import Randomness
import TensorCore
import Testing

/// The solutions of "The Variational Autoencoder".
@Suite struct VariationalTests {
  /// Exercise 1: z ~ N(0, 1) and x ~ N(wz, s²) have a known likelihood, which the bound meets at the posterior only.
  @Test func theBoundIsTightAtThePosterior() {
    let (w, s, x) = (1.5, 0.5, 2.0)
    let variance = w * w + s * s
    let exact = -(log(2 * .pi * variance) + x * x / variance) / 2
    func bound(_ m: Double, _ v: Double) -> Double {
      let error = (x - w * m) * (x - w * m) + w * w * v
      let reconstruction = -(log(2 * .pi * s * s) + error / (s * s)) / 2
      return reconstruction - (m * m + v - log(v) - 1) / 2
    }
    let posterior = (mean: w * x / variance, variance: s * s / variance)
    #expect(abs(bound(posterior.mean, posterior.variance) - exact) < 1e-12)
    for m in stride(from: -2.0, through: 2.0, by: 0.25) {
      for v in [0.01, 0.05, 0.2, 1, 3] { #expect(bound(m, v) < exact) }
    }
  }

  /// Exercise 2: the formula of KL(N(m, v) ‖ N(0, 1)) is its integral.
  @Test(arguments: [(0.0, 1.0), (1.0, 0.25), (-2.0, 3.0)])
  func theDivergenceOfTwoGaussians(_ m: Double, _ v: Double) {
    func log(density x: Double, _ mean: Double, _ variance: Double) -> Double {
      -(Foundation.log(2 * .pi * variance) + (x - mean) * (x - mean) / variance) / 2
    }
    let step = 0.01
    let integral = stride(from: -20.0, through: 20.0, by: step).reduce(0.0) { sum, x in
      let (q, p) = (log(density: x, m, v), log(density: x, 0, 1))
      return sum + step * exp(q) * (q - p)
    }
    #expect(abs(integral - (m * m + v - Foundation.log(v) - 1) / 2) < 1e-9)
  }

  /// Exercise 3: the gradient of E z² through z = m + s·ε is (2m, 2s), up to the error of the estimate.
  @Test func theGradientThroughNoise() {
    let random = RandomStream(seed: 1, purpose: "exercise")
    let (m, s) = (Tensor(0.7).tracked, Tensor(1.3).tracked)
    let z = m + s * Tensor.normal([100_000], using: random)
    let found = gradients(of: z.squared.mean(), withRespectTo: [m, s]).map(\.scalar)
    // Four standard errors: 2s/√N for the first, and some 2√(m² + 2s²)/√N for the second.
    #expect(abs(found[0] - 1.4) < 0.034)
    #expect(abs(found[1] - 2.6) < 0.05)
  }
}
