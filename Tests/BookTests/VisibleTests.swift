import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import Testing

/// The solutions of "Fully Visible Networks".
@Suite struct VisibleTests {
  /// 1 where pixel i comes before pixel j.
  private func mask(_ size: Int) -> Tensor {
    Tensor((0..<size * size).map { $0 / size < $0 % size ? 1 : 0 }, shape: [size, size])
  }

  /// All black and white images of so many pixels.
  private func all(_ size: Int) -> Tensor {
    let bits = (0..<1 << size).flatMap { image in (0..<size).map { Float(image >> $0 & 1) } }
    return Tensor(bits, shape: [1 << size, size])
  }

  /// Exercise 1: whatever the weights, the probabilities of all 512 images of 3×3 pixels sum to one.
  @Test func probabilitiesSumToOne() {
    let random = RandomStream(seed: 1, purpose: "exercise")
    let weight = Tensor.normal([9, 9], standardDeviation: 2, using: random)
    let x = all(9)
    let logits = matrixProduct(x, weight * mask(9)) + .normal([9], using: random)
    let logs = (x * logits - softplus(logits)).sum(along: [1])
    let sum = logs.scalars.reduce(0) { $0 + exp(Double($1)) }
    #expect(abs(sum - 1) < 1e-5)
  }

  /// Exercise 2: of a third pixel that is the parity of the first two, a logistic regression knows nothing.
  @Test func parityTakesAHiddenLayer() throws {
    let random = RandomStream(seed: 1, purpose: "exercise")
    let inputs = Tensor([0, 0, 0, 1, 1, 0, 1, 1], shape: [4, 2])
    let parity = Tensor([0, 1, 1, 0], shape: [4, 1])
    func bits(_ network: any Layer) throws -> Double {
      let optimizer = Optimizer(of: network, Adam(learningRate: 0.02))
      var loss = Tensor(0)
      for _ in 0..<2000 {
        loss = try optimizer.minimize(sigmoidCrossEntropy(logits: network(inputs), targets: parity))
      }
      return Double(loss.scalar) / log(2)
    }
    let hidden = Sequential(
      Linear(2, 8, using: random),
      Activation(tanh),
      Linear(8, 1, using: random)
    )
    #expect(try abs(bits(Linear(2, 1, using: random)) - 1) < 1e-3)
    #expect(try bits(hidden) < 0.01)
  }

  /// Exercise 3: no gradient reaches a weight from a pixel to itself or to an earlier one.
  @Test func nothingIsLearnedFromLaterPixels() {
    let random = RandomStream(seed: 1, purpose: "exercise")
    let weight = Parameter(.normal([9, 9], using: random))
    let x = all(9)
    let logits = matrixProduct(x, weight.value * mask(9))
    let loss = (softplus(logits) - x * logits).mean()
    let gradient = gradients(of: loss, withRespectTo: [weight])[0].scalars
    for (index, slope) in gradient.enumerated() {
      #expect((slope != 0) == (index / 9 < index % 9))
    }
  }
}
