import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct SequentialTests {
  @Test func appliesItsLayersInTheirOrder() {
    let double = Activation { $0 * 2 }
    let addOne = Activation { $0 + 1 }
    #expect(Sequential(double, addOne)(Tensor([3])).scalars == [7])
    #expect(Sequential(addOne, double)(Tensor([3])).scalars == [8])
    #expect(Sequential()(Tensor([3])).scalars == [3])
  }

  @Test func itsLayersKnowTheMode() {
    let random = RandomStream(seed: 0, purpose: "noise")
    let layers = Sequential(Dropout(using: random), Dropout(using: random))
    let x = Tensor.ones([64])
    #expect(inference { layers(x) }.isIdentical(to: x))
    #expect(Set(layers(x).scalars) == [0, 4])
  }

  @Test func gradientsReachEveryLayer() {
    let random = RandomStream(seed: 0, purpose: "weights")
    let network = Sequential(
      Linear(3, 4, using: random),
      Activation(tanh),
      Linear(4, 1, using: random)
    )
    let loss = network(.sample([5, 3])).squared.mean()
    for gradient in gradients(of: loss, withRespectTo: network.parameters) {
      #expect(gradient.scalars.contains { $0 != 0 })
    }
  }
}
