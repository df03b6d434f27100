import Foundation
import TensorCore
import TestSupport
import Testing

@Suite struct CrossEntropyTests {
  @Test func sigmoidCrossEntropyAgreesWithDouble() {
    let logits = Tensor.sample([4, 3], from: -6, to: 6, seed: 1)
    let targets = Tensor.sample([4, 3], from: 0, to: 1, seed: 2)
    let expected = zip(logits.scalars, targets.scalars).map { logit, target -> Double in
      let probability = 1 / (1 + exp(-Double(logit)))
      return -Double(target) * log(probability) - (1 - Double(target)) * log(1 - probability)
    }
    expectClose(
      sigmoidCrossEntropy(logits: logits, targets: targets),
      [expected.reduce(0, +) / 12],
      relative: 1e-6
    )
    checkGradients(
      of: { sigmoidCrossEntropy(logits: $0[0], targets: $0[1]) },
      at: [logits / 3, targets]
    )
  }

  @Test(arguments: [0, 0.25, 1] as [Float])
  func oneTargetStandsForAll(target: Float) {
    let logits = Tensor.sample([4, 3], from: -6, to: 6, seed: 1)
    let targets = Tensor(repeating: target, shape: [4, 3])
    let loss = sigmoidCrossEntropy(logits: logits, target: target)
    #expect(loss.isIdentical(to: sigmoidCrossEntropy(logits: logits, targets: targets)))
    checkGradients(of: { sigmoidCrossEntropy(logits: $0[0], target: target) }, at: [logits / 3])
  }

  @Test func largeLogitsDoNotOverflow() {
    func loss(_ logit: Float, _ target: Float) -> Float {
      sigmoidCrossEntropy(logits: Tensor([logit]), targets: Tensor([target])).scalar
    }
    #expect(loss(1000, 1) == 0)
    #expect(loss(-1000, 0) == 0)
    #expect(loss(-1000, 1) == 1000)
    #expect(loss(1000, 0) == 1000)
  }

  /// Of a logit that is right, what is left keeps its digits, and so does its gradient.
  @Test(arguments: [1, 5, 20, 40, 80] as [Float]) func rightLogitsKeepTheirDigits(_ logit: Float) {
    let expected = log1p(exp(-Double(logit)))
    let slope = 1 / (1 + exp(Double(logit)))
    for (logit, target) in [(logit, 1), (-logit, 0)] as [(Float, Float)] {
      let x = Tensor([logit]).tracked
      for loss in [
        sigmoidCrossEntropy(logits: x, target: target),
        sigmoidCrossEntropy(logits: x, targets: Tensor([target])),
      ] {
        // Two functions and their quotient, each to about a unit in the last place.
        expectClose(loss, [expected], relative: 5e-7)
        let gradient = gradients(of: loss, withRespectTo: [x])[0]
        expectClose(gradient, [target == 1 ? -slope : slope], relative: 5e-7)
      }
    }
  }

  @Test func softmaxCrossEntropyAgreesWithDouble() {
    let logits = Tensor.sample([4, 3], from: -3, to: 3, seed: 3)
    let labels = [0, 2, 1, 2]
    let expected = labels.enumerated().reduce(0.0) { sum, item in
      let row = (0..<3).map { Double(logits.scalars[item.offset * 3 + $0]) }
      return sum - log(exp(row[item.element]) / row.map { exp($0) }.reduce(0, +))
    }
    expectClose(
      softmaxCrossEntropy(logits: logits, labels: labels),
      [expected / 4],
      relative: 1e-6
    )
    checkGradients(
      of: { softmaxCrossEntropy(logits: $0[0], labels: labels) },
      at: [.distinctSample([4, 3], seed: 4)]
    )
  }
}
