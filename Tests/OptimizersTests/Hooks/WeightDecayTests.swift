import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
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

  @Test func aRateOfZeroChangesNothing() {
    let holder = Holder(Tensor([1, -2]))
    var gradients = [Tensor([0.5, 0.5])]
    WeightDecay(rate: 0)(&gradients, of: holder.parameters)
    #expect(gradients.map(\.scalars) == [[0.5, 0.5]])
  }

  @Test func aRateIsNotNegative() async {
    await #expect(processExitsWith: .failure) { _ = WeightDecay(rate: -1) }
  }
}
