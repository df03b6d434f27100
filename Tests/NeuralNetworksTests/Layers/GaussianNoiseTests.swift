import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct GaussianNoiseTests {
  @Test func trainingAddsTheSourcesNoiseTimesItsDeviation() {
    let source = RecordedNoise()
    source.load([Tensor([1, -2, 0.5, 4])])
    let layer = GaussianNoise(standardDeviation: 0.25, from: source)
    #expect(layer(Tensor([10, 20, 30, 40])).scalars == [10.25, 19.5, 30.125, 41])
    #expect(source.isUsedUp)
  }

  @Test func theNoiseOfAStreamIsNormal() {
    let layer = GaussianNoise(
      standardDeviation: 0.2,
      from: RandomStream(seed: 5, purpose: "noise")
    )
    let count = 100_000
    let values = layer(.zeros([count])).scalars.map(Double.init)
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(count)
    // Five standard errors.
    #expect(abs(mean) < 5 * 0.2 / Double(count).squareRoot())
    #expect(abs(variance / 0.04 - 1) < 5 * (2 / Double(count)).squareRoot())
  }

  @Test func gradientsPassUnchanged() {
    let layer = GaussianNoise(
      standardDeviation: 0.2,
      from: RandomStream(seed: 5, purpose: "noise")
    )
    let x = Tensor.sample([6]).tracked
    #expect(gradients(of: layer(x).sum(), withRespectTo: [x])[0].scalars == [1, 1, 1, 1, 1, 1])
  }

  @Test func inferenceChangesNothing() {
    let random = RandomStream(seed: 5, purpose: "noise")
    let x = Tensor.sample([6])
    let layer = GaussianNoise(standardDeviation: 0.2, from: random)
    #expect(inference { layer(x) }.isIdentical(to: x))
    #expect(random.position == 0)
  }

  @Test func aDeviationIsNotNegative() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = GaussianNoise(
          standardDeviation: -1,
          from: RandomStream(seed: 5, purpose: "noise")
        )
      },
      "GaussianNoise: a deviation of -1.0"
    )
  }
}
