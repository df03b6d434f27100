import ExitTestSupport
import Foundation
import NeuralNetworks
import TensorCore
import TestSupport
import Testing

@Suite struct BernoulliLikelihoodTests {
  @Test(arguments: [[1], [3], [2, 5], [3, 2, 3, 1]])
  func isTheLogarithmOfTheProbability(shape: [Int]) {
    let logits = Tensor.sample(Shape(shape), from: -4, to: 4)
    let values = Tensor.sample(Shape(shape), from: 0, to: 1, seed: 1)
    let size = logits.elementCount / shape[0]
    var expected = [Double](repeating: 0, count: shape[0])
    for (index, (x, t)) in zip(logits.scalars, values.scalars).enumerated() {
      let p = 1 / (1 + exp(-Double(x)))
      expected[index / size] += Double(t) * log(p) + (1 - Double(t)) * log(1 - p)
    }
    let found = bernoulliLogLikelihood(logits: logits, of: values)
    #expect(found.shape == [shape[0]])
    expectClose(found, expected, relative: 1e-5)
    let entropy = sigmoidCrossEntropy(logits: logits, targets: values).scalar
    expectClose(-found.sum() / Float(logits.elementCount), [Double(entropy)], relative: 1e-5)
  }

  /// All values that three bits can have, one of which there is.
  @Test func theProbabilitiesOfAllValuesAddUpToOne() {
    let values = Tensor((0..<24).map { Float(($0 / 3) >> ($0 % 3) & 1) }, shape: [8, 3])
    let logits = Tensor([-2, 0.5, 3]).broadcast(to: [8, 3])
    expectClose(exp(bernoulliLogLikelihood(logits: logits, of: values)).sum(), [1], relative: 1e-6)
  }

  @Test func certaintyDoesNotOverflow() {
    let logits = Tensor([200, -200, 200, -200], shape: [4, 1])
    let found = bernoulliLogLikelihood(logits: logits, of: Tensor([1, 0, 0, 1], shape: [4, 1]))
    expectClose(found, [0, 0, -200, -200])
  }

  @Test(arguments: [[1, 1], [2, 5], [3, 2, 3, 1]])
  func canBeDifferentiatedTwice(shape: [Int]) {
    checkGradients(
      of: { bernoulliLogLikelihood(logits: $0[0], of: $0[1]) },
      at: [.sample(Shape(shape), from: -2, to: 2), .sample(Shape(shape), from: 0, to: 1, seed: 1)]
    )
  }

  @Test func shapesMustBeTheSame() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = bernoulliLogLikelihood(logits: .ones([2, 1]), of: .ones([2]))
      },
      "bernoulliLogLikelihood: logits of [2, 1] for values of [2]"
    )
  }
}
