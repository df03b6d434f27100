import Adversarial
import Foundation
import TensorCore
import Testing

/// The solutions of "Why Training Fails".
@Suite struct FailuresTests {
  /// Exercise 1: with respect to the logit l, one objective's slope is −σ(l), the other's −(1 − σ(l)).
  @Test(arguments: [-10, -1, 0, 2] as [Float]) func slopesOfBothObjectives(_ place: Float) {
    let logit = Tensor([place]).tracked
    let slopes = [Objective.minimax, .nonSaturating].map { objective in
      gradients(of: objective.generatorLoss(fake: logit), withRespectTo: [logit])[0].scalar
    }
    let probability = 1 / (1 + exp(-place))
    #expect(abs(slopes[0] + probability) < 1e-6)
    #expect(abs(slopes[1] + 1 - probability) < 1e-6)
  }

  /// Exercise 2: gradient steps of size η on xy, down for x and up for y, spiral outward by √(1 + η²) each.
  @Test func simultaneousStepsSpiralOutward() {
    let rate: Float = 0.1
    var (x, y) = (Tensor(1), Tensor(0))
    for _ in 0..<100 {
      let (a, b) = (x.tracked, y.tracked)
      let slopes = gradients(of: a * b, withRespectTo: [a, b])
      (x, y) = (x - rate * slopes[0], y + rate * slopes[1])
    }
    let radius = (x.scalar * x.scalar + y.scalar * y.scalar).squareRoot()
    #expect(abs(Double(radius) - pow(1.01, 50)) < 1e-3)
  }

  /// Exercise 3: steps in turns stay on a closed curve, however many.
  @Test func stepsInTurnsStayBounded() {
    let rate = 0.1
    var (x, y) = (1.0, 0.0)
    for _ in 0..<10_000 {
      x -= rate * y
      y += rate * x
      // What each pair of steps leaves as it was.
      #expect(abs(x * x + y * y - rate * x * y - 1) < 1e-9)
    }
  }
}
