import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct LinearTests {
  private let random = RandomStream(seed: 3, purpose: "weights")

  @Test func multipliesAndAdds() {
    let layer = Linear(2, 3, biases: .constant(0.5), using: random)
    layer.weight.value = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let y = layer(Tensor([1, 10, -1, 0], shape: [2, 2]))
    #expect(y.shape == [2, 3])
    #expect(y.scalars == [41.5, 52.5, 63.5, -0.5, -1.5, -2.5])
  }

  @Test func worksWithoutABias() {
    let layer = Linear(2, 1, hasBias: false, weights: .ones, using: random)
    #expect(layer.bias == nil)
    #expect(layer(Tensor([1, 10], shape: [1, 2])).scalars == [11])
  }

  @Test func isTheSameInBothModes() {
    let layer = Linear(4, 3, using: random)
    let x = Tensor.sample([5, 4])
    #expect(inference { layer(x) }.isIdentical(to: layer(x)))
  }

  @Test func learnsByItsParameters() {
    let layer = Linear(2, 2, using: random)
    let loss = layer(Tensor([1, 2, 3, 4], shape: [2, 2])).sum()
    let gradients = gradients(of: loss, withRespectTo: layer.parameters)
    #expect(gradients[0].scalars == [4, 4, 6, 6])
    #expect(gradients[1].scalars == [2, 2])
  }

  @Test func biasesAreZeroUnlessAskedFor() {
    #expect(Linear(2, 3, using: random).bias?.value.scalars == [0, 0, 0])
  }

  @Test func sizesMustBePositive() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Linear(0, 3, using: RandomStream(seed: 0, purpose: "weights"))
      },
      "Linear: 0 inputs and 3 outputs"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let layer = Linear(2, 3, using: RandomStream(seed: 0, purpose: "weights"))
        _ = layer(.ones([1, 3]))
      },
      "[1, 3]"
    )
  }
}
