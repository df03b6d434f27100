import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import Testing

/// The solutions of "The GAN and Its Game".
@Suite struct GameTests {
  /// Exercise 1: on three points, gradient ascent on D finds p/(p + q), and the value 2·JSD − log 4.
  @Test func theOptimumOnThreePoints() throws {
    let (p, q) = (Tensor([0.5, 0.5, 0]), Tensor([0.1, 0.4, 0.5]))
    let table = Table([0, 0, 0])
    let optimizer = Optimizer(of: table, Adam(learningRate: 0.05))
    var value = Tensor(0)
    for _ in 0..<2000 {
      let logits = table.numbers.value
      let loss = (p * softplus(-logits) + q * softplus(logits)).sum()
      value = -(try optimizer.minimize(loss))
    }
    let d = sigmoid(table.numbers.value).scalars
    for (found, optimum) in zip(d, [0.5 / 0.6, 0.5 / 0.9, 0]) {
      #expect(abs(Double(found) - optimum) < 1e-3)
    }
    #expect(abs(Double(value.scalar) - (2 * divergence(p.scalars, q.scalars) - log(4))) < 1e-3)
  }

  /// Exercise 2: against a discriminator that stands still, the best generator makes one number.
  @Test func againstAFixedDiscriminatorTheBestGeneratorCollapses() throws {
    let random = RandomStream(seed: 1, purpose: "exercise")
    let line = Table([-1, 1])
    let optimizer = Optimizer(of: line, Adam(learningRate: 0.02))
    for _ in 0..<1000 {
      let (a, b) = (
        line.numbers.value.slice(0..<1, along: 0), line.numbers.value.slice(1..<2, along: 0)
      )
      let x = a + b * Tensor.normal([64, 1], using: random)
      let logit = 2 - (x - 1.5).squared
      try optimizer.minimize(softplus(-logit).mean())
    }
    let (a, b) = (line.numbers.value.scalars[0], line.numbers.value.scalars[1])
    #expect(abs(a - 1.5) < 0.05 && abs(b) < 0.05)
  }

  /// Exercise 3: the divergence of what does not overlap is log 2, however far apart it lies.
  @Test(arguments: [1, 2, 5, 40]) func distanceDoesNotShowInTheDivergence(_ distance: Int) {
    var (p, q) = ([Float](repeating: 0, count: 50), [Float](repeating: 0, count: 50))
    p[3] = 1
    q[3 + distance] = 1
    #expect(abs(divergence(p, q) - log(2)) < 1e-12)
    #expect(divergence(p, p) == 0)
  }

  /// The Jensen-Shannon divergence of two lists of probabilities.
  private func divergence(_ p: [Float], _ q: [Float]) -> Double {
    zip(p, q).reduce(0) { sum, pair in
      let (p, q) = (Double(pair.0), Double(pair.1))
      let middle = (p + q) / 2
      return sum + (p > 0 ? p * log(p / middle) : 0) / 2 + (q > 0 ? q * log(q / middle) : 0) / 2
    }
  }
}
