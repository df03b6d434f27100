import ExitTestSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct WeightDecayTests {
  @Test func everyParameterDecaysBiasesIncluded() throws {
    let layer = Linear(
      2,
      1,
      weights: .constant(4),
      biases: .constant(-8),
      using: RandomStream(seed: 0, purpose: "weights")
    )
    let optimizer = Optimizer(
      of: layer,
      SGD(learningRate: 1),
      hooks: [WeightDecay(rate: 0.25)]
    )
    try optimizer.step(along: [.zeros([2, 1]), .zeros([1])])
    #expect(layer.weight.value.scalars == [3, 3])
    #expect(layer.bias?.value.scalars == [-6])
  }

  @Test func isAddedToTheGradients() {
    let holder = Holder(Tensor([1, -2]), Tensor([10]))
    var gradients = [Tensor([0.5, 0.5]), Tensor([-1])]
    WeightDecay(rate: 0.5)(&gradients, of: holder.parameters)
    #expect(gradients.map(\.scalars) == [[1, -0.5], [4]])
    #expect(gradients.allSatisfy { !$0.isTracked })
    #expect(holder.scalars == [1, -2, 10])
  }

  /// In front of another hook gradients are changed whole, as a last one on the way: the same numbers.
  @Test(arguments: [1, 7, 1024, 5001, 70_000]) func theLastHookIsAppliedOnTheWay(_ count: Int)
    throws
  {
    func moved(hooks: [any GradientHook]) throws -> Tensor {
      let holder = Holder(.sample([count]))
      let optimizer = Optimizer(of: holder, Adam(learningRate: 0.01), hooks: hooks)
      for step in 0..<3 as Range<UInt64> {
        try optimizer.step(along: [.sample([count], seed: step)])
      }
      return holder.values[0].value
    }
    // A bound that no gradient comes near changes nothing.
    let (decay, bound) = (WeightDecay(rate: 0.1), GradientValueClipping(to: 1e6))
    let (last, first) = (try moved(hooks: [decay]), try moved(hooks: [decay, bound]))
    #expect(last.isIdentical(to: first))
    #expect(!last.isIdentical(to: try moved(hooks: [])))
  }

  @Test func gradientsThatOthersHoldStayWhatTheyAre() throws {
    let gradient = Tensor([1, 1])
    var changed = [gradient]
    WeightDecay(rate: 1)(&changed, of: Holder(Tensor([1, 2])).parameters)
    #expect(changed[0].scalars == [2, 3])
    #expect(gradient.scalars == [1, 1])
  }

  @Test func aRateOfZeroChangesNothing() {
    let holder = Holder(Tensor([1, -2]))
    var gradients = [Tensor([0.5, 0.5])]
    WeightDecay(rate: 0)(&gradients, of: holder.parameters)
    #expect(gradients.map(\.scalars) == [[0.5, 0.5]])
  }

  @Test func aRateIsNotNegative() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = WeightDecay(rate: -1)
      },
      "WeightDecay: a rate of -1.0"
    )
  }
}
