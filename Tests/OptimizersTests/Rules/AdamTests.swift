import ExitTestSupport
import Foundation
import NeuralNetworks
import Optimizers
import TensorCore
import TestSupport
import Testing

@Suite struct AdamTests {
  // A large ε tells the forms apart; 1e-8 is what one uses.
  @Test(arguments: [1e-8, 0.01] as [Float], [0, 0.1] as [Float])
  func pyTorchsForm(_ epsilon: Float, _ decay: Float) throws {
    let rule = Adam(
      learningRate: 0.01,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: epsilon,
      form: .pyTorch,
      decoupledWeightDecay: decay
    )
    let (b1, b2) = (Double(rule.beta1), Double(rule.beta2))
    let (found, expected) = try moved(rule) { p, g, step, rate, memory in
      p -= rate * Double(decay) * p
      memory.0 = b1 * memory.0 + (1 - b1) * g
      memory.1 = b2 * memory.1 + (1 - b2) * g * g
      let m = memory.0 / (1 - pow(b1, Double(step)))
      let v = memory.1 / (1 - pow(b2, Double(step)))
      p -= rate * m / (v.squareRoot() + Double(epsilon))
    }
    expectClose(found, expected, absolute: 1e-6)
  }

  @Test(arguments: [1e-8, 0.01] as [Float], [0, 0.1] as [Float])
  func chainersForm(_ epsilon: Float, _ decay: Float) throws {
    let rule = Adam(
      learningRate: 0.01,
      beta1: 0.5,
      beta2: 0.99,
      epsilon: epsilon,
      form: .chainer,
      decoupledWeightDecay: decay
    )
    let (b1, b2) = (Double(rule.beta1), Double(rule.beta2))
    let (found, expected) = try moved(rule) { p, g, step, rate, memory in
      p -= rate * Double(decay) * p
      memory.0 += (1 - b1) * (g - memory.0)
      memory.1 += (1 - b2) * (g * g - memory.1)
      let corrected =
        rate * (1 - pow(b2, Double(step))).squareRoot() / (1 - pow(b1, Double(step)))
      p -= corrected * memory.0 / (memory.1.squareRoot() + Double(epsilon))
    }
    expectClose(found, expected, absolute: 1e-6)
  }

  /// β₂ of the step is in the average and in the correction for bias, as in PyTorch where it is set anew
  /// before each step.
  @Test func beta2FollowsItsSchedule() throws {
    let rule = Adam(
      learningRate: 0.01,
      beta1: 0,
      beta2: 0.9,
      form: .pyTorch,
      beta2Schedule: .cosine(to: 1.1, over: 10)
    )
    #expect(rule.beta2(at: 1) == 0.9)
    #expect(abs(rule.beta2(at: 11) - 0.99) < 1e-6 && rule.beta2(at: 99) == rule.beta2(at: 11))
    let (found, expected) = try moved(rule) { p, g, step, rate, memory in
      let b2 = 0.99 - 0.09 * (1 + cos(Double.pi * min(Double(step - 1) / 10, 1))) / 2
      memory.1 = b2 * memory.1 + (1 - b2) * g * g
      let v = memory.1 / (1 - pow(b2, Double(step)))
      p -= rate * g / (v.squareRoot() + 1e-8)
    }
    expectClose(found, expected, absolute: 1e-6)
  }

  @Test func theFormsDifferByEpsilonAlone() throws {
    func result(_ form: Adam.Form, epsilon: Float) throws -> [Float] {
      try moved(Adam(learningRate: 0.01, epsilon: epsilon, form: form)) { _, _, _, _, _ in }
        .found.scalars
    }
    func distance(epsilon: Float) throws -> Float {
      zip(try result(.chainer, epsilon: epsilon), try result(.pyTorch, epsilon: epsilon))
        .map { abs($0 - $1) }.max() ?? 0
    }
    #expect(try distance(epsilon: 1e-12) < 1e-6)
    #expect(try distance(epsilon: 0.01) > 1e-3)
  }

  @Test(arguments: [Adam.Form.chainer, .pyTorch])
  func theFirstStepIsTheLearningRate(_ form: Adam.Form) throws {
    let holder = Holder(.zeros([3]))
    try Optimizer(of: holder, Adam(learningRate: 0.5, form: form))
      .step(along: [Tensor([1000, -1, 0.001])])
    let expected: [Double] = [-0.5, 0.5, -0.5]
    // Chainer's ε stands beside √v = √0.001 · 0.001.
    expectClose(holder.values[0].value, expected, absolute: 3e-4)
  }

  @Test func aGradientOfZeroMovesNothing() throws {
    let holder = Holder(Tensor([1, 2]))
    try Optimizer(of: holder, Adam()).step(along: [.zeros([2])])
    #expect(holder.scalars == [1, 2])
  }

  @Test func theDefaultsAreThePapers() {
    let rule = Adam()
    #expect(rule.learningRate == 0.001 && rule.beta1 == 0.9 && rule.beta2 == 0.999)
    #expect(rule.epsilon == 1e-8 && rule.decoupledWeightDecay == 0 && rule.form == .pyTorch)
    #expect(rule.slotNames == ["m", "v"])
  }

  @Test func numbersMustBeInTheirRanges() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Adam(learningRate: -1)
      },
      "Adam: learning rate -1.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Adam(beta1: 1)
      },
      "betas 1.0 and"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Adam(beta2: -0.1)
      },
      "and -0.1"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Adam(epsilon: 0)
      },
      "epsilon 0.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Adam(decoupledWeightDecay: -1)
      },
      "decay -1.0"
    )
  }
}
