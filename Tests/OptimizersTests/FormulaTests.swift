import NeuralNetworks
import Optimizers
import TensorCore
import TestSupport
import Testing

/// Rules and hooks as formulas on tensors, against the engine's own way of doing them.
@Suite struct FormulaTests {
  /// A rule by its formula alone.
  private struct Written: UpdateRule {
    let rule: any UpdateRule
    var learningRate: Float { rule.learningRate }
    var slotNames: [String] { rule.slotNames }

    func updated(
      _ parameter: Tensor,
      gradient: Tensor,
      slots: [Tensor],
      step: Int,
      learningRate: Float
    ) -> (parameter: Tensor, slots: [Tensor]) {
      rule.updated(
        parameter,
        gradient: gradient,
        slots: slots,
        step: step,
        learningRate: learningRate
      )
    }
  }

  static let rules: [any UpdateRule] = [
    Adam(learningRate: 0.05, beta1: 0.5, form: .chainer),
    Adam(learningRate: 0.05, decoupledWeightDecay: 0.1), SGD(learningRate: 0.05),
    SGD(learningRate: 0.05, decoupledWeightDecay: 0.1),
    SGD(learningRate: 0.02, momentum: 0.9, isNesterov: true),
    SGD(learningRate: 0.02, momentum: 0.9, form: .pyTorch),
    SGD(learningRate: 0.02, momentum: 0.9, isNesterov: true, form: .pyTorch),
  ]

  static let hooks: [[any GradientHook]] = [
    [], [WeightDecay(rate: 0.1)], [GradientValueClipping(to: 0.3)],
    [WeightDecay(rate: 0.1), GradientValueClipping(to: 0.3)],
  ]

  @Test(arguments: rules.indices, hooks.indices)
  func theEnginesStepIsTheFormulas(_ rule: Int, _ hooks: Int) throws {
    func walked(_ rule: any UpdateRule) throws -> [Tensor] {
      let holder = Holder(.sample([3, 5]), .sample([2051]))
      let optimizer = Optimizer(of: holder, rule, hooks: Self.hooks[hooks])
      for step in 0..<5 as Range<UInt64> {
        try optimizer.step(along: [
          .sample([3, 5], seed: step), .sample([2051], seed: 100 + step),
        ])
      }
      return holder.values.map(\.value) + optimizer.state.map(\.value)
    }
    let found = try walked(Self.rules[rule])
    let expected = try walked(Written(rule: Self.rules[rule]))
    for (found, expected) in zip(found, expected) {
      // The same roundings in the same order.
      expectClose(found, expected.scalars.map(Double.init), absolute: 1e-7)
    }
  }

  @Test(arguments: rules.indices, hooks.indices)
  func theEnginesStepIsItsDecomposition(_ rule: Int, _ hooks: Int) throws {
    let changes = Self.hooks[hooks].compactMap { ($0 as? any ElementwiseGradientHook)?.change }
    let operation = try #require(Self.rules[rule].operation(step: 3, learningRate: 0.05))
    let update = ParameterUpdate(operation, changes: changes)
    let shapes = [Shape](repeating: [3, 5], count: 2 + update.slotCount)
    let decomposition = try #require(TensorCore.Operation.update(update).decomposition(of: shapes))
    let expected = [Shape](repeating: [3, 5], count: 1 + update.slotCount)
    #expect(decomposition.results.map(\.shape) == expected)
  }

  /// What nobody else holds is changed where it lies.
  @Test func parametersAndSlotsStayWhereTheyAre() throws {
    func address(_ tensor: Tensor) -> UnsafePointer<Float>? {
      tensor.withUnsafeBuffer { $0.baseAddress }
    }
    let holder = Holder(.sample([1000]))
    let optimizer = Optimizer(of: holder, Adam(), hooks: [WeightDecay(rate: 0.1)])
    try optimizer.step(along: [.sample([1000], seed: 1)])
    func addresses() -> [UnsafePointer<Float>?] {
      (holder.values.map(\.value) + optimizer.state.map(\.value)).map(address)
    }
    let before = addresses()
    try optimizer.step(along: [.sample([1000], seed: 2)])
    #expect(addresses() == before)
  }
}
