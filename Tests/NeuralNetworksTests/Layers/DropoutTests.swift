import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct DropoutTests {
  @Test(arguments: [0.1, 0.5, 0.9] as [Float])
  func trainingDropsItsShareAndScalesTheRest(_ rate: Float) {
    let layer = Dropout(rate: rate, using: RandomStream(seed: 1, purpose: "noise"))
    let count = 40_000
    let values = layer(.ones([count])).scalars
    let scale = 1 / (1 - rate)
    #expect(values.allSatisfy { $0 == 0 || $0 == scale })
    let dropped = Double(values.count { $0 == 0 }) / Double(count)
    // Five standard deviations of a binomial share.
    let deviation = (Double(rate * (1 - rate)) / Double(count)).squareRoot()
    #expect(abs(dropped - Double(rate)) < 5 * deviation)
  }

  @Test func gradientsPassWhereValuesDo() {
    let layer = Dropout(using: RandomStream(seed: 1, purpose: "noise"))
    let x = Tensor.ones([64]).tracked
    let y = layer(x)
    #expect(gradients(of: y.sum(), withRespectTo: [x])[0].isIdentical(to: y))
    #expect(Set(y.scalars) == [0, 2])
  }

  @Test func inferenceChangesNothing() {
    let random = RandomStream(seed: 1, purpose: "noise")
    let x = Tensor.sample([8])
    #expect(inference { Dropout(using: random)(x) }.isIdentical(to: x))
    #expect(random.position == 0)
  }

  @Test func everyPassDropsOthers() {
    let layer = Dropout(using: RandomStream(seed: 1, purpose: "noise"))
    #expect(!layer(.ones([64])).isIdentical(to: layer(.ones([64]))))
  }

  @Test func everythingCannotBeDropped() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Dropout(rate: 1, using: RandomStream(seed: 1, purpose: "noise"))
      },
      "Dropout: a rate of 1.0"
    )
  }
}
