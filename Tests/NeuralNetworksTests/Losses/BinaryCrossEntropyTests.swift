import ExitTestSupport
import Foundation
import NeuralNetworks
import TensorCore
import TestSupport
import Testing

@Suite struct BinaryCrossEntropyTests {
  private let probabilities: [Float] = [0.1, 0.5, 0.9, 0.25, 0.999, 1e-6]
  private let targets: [Float] = [0, 1, 1, 0.3, 0, 1]

  @Test func isTheMeanCrossEntropy() {
    var expected = 0.0
    for (p, t) in zip(probabilities.map(Double.init), targets.map(Double.init)) {
      expected -= (t * log(p) + (1 - t) * log(1 - p)) / 6
    }
    let loss = binaryCrossEntropy(
      probabilities: Tensor(probabilities, shape: [2, 3]),
      targets: Tensor(targets, shape: [2, 3])
    )
    #expect(loss.shape == [])
    // 1 − 0.999 in float32 is off by 2⁻²⁵ of 1e-3: 3e-5 of one term.
    #expect(abs(Double(loss.scalar) / expected - 1) < 1e-5)
  }

  @Test(arguments: [0, 0.25, 1] as [Float])
  func oneTargetStandsForAll(target: Float) {
    let p = Tensor(probabilities, shape: [2, 3])
    let loss = binaryCrossEntropy(probabilities: p, target: target)
    let targets = Tensor(repeating: target, shape: [2, 3])
    #expect(loss.isIdentical(to: binaryCrossEntropy(probabilities: p, targets: targets)))
  }

  @Test func itsGradientIsThatOfTheFormula() {
    let p = Tensor(probabilities).tracked
    let loss = binaryCrossEntropy(probabilities: p, targets: Tensor(targets))
    var expected: [Double] = []
    for (p, t) in zip(probabilities.map(Double.init), targets.map(Double.init)) {
      expected.append((p - t) / (p * (1 - p)) / 6)
    }
    expectClose(gradients(of: loss, withRespectTo: [p])[0], expected, relative: 1e-4)
  }

  @Test func certaintyIsBounded() {
    // As PyTorch's BCELoss: a logarithm is at least −100, a denominator at least 1e-12.
    let p = Tensor([0, 1, 0, 1]).tracked
    let loss = binaryCrossEntropy(probabilities: p, targets: Tensor([0, 1, 1, 0]))
    #expect(loss.scalar == 50)
    let gradient = gradients(of: loss, withRespectTo: [p])[0]
    expectClose(gradient, [0, 0, -0.25e12, 0.25e12], relative: 1e-6)
  }

  @Test func agreesWithTheCrossEntropyOfLogits() {
    let logits = Tensor.sample([8], from: -4, to: 4).tracked
    let targets = Tensor.sample([8], from: 0, to: 1, seed: 1)
    let left = binaryCrossEntropy(probabilities: sigmoid(logits), targets: targets)
    let right = sigmoidCrossEntropy(logits: logits, targets: targets)
    #expect(abs(left.scalar - right.scalar) < 1e-6)
    expectClose(
      gradients(of: left, withRespectTo: [logits])[0],
      gradients(of: right, withRespectTo: [logits])[0].scalars.map(Double.init),
      absolute: 1e-6
    )
  }

  @Test func canBeDifferentiatedTwice() {
    let targets = Tensor([1, 0, 0.5, 1])
    checkGradients(
      of: { binaryCrossEntropy(probabilities: $0[0], targets: targets) },
      at: [Tensor([0.4, 0.5, 0.6, 0.45])],
      tolerance: 5e-3
    )
  }

  @Test func shapesMustBeTheSame() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = binaryCrossEntropy(probabilities: .ones([2, 1]), targets: .ones([2]))
      },
      "binaryCrossEntropy: probabilities of [2, 1], targets of [2]"
    )
  }
}
