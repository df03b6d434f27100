import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

/// Two batches in one call of a layer.
@Suite struct PartwiseTests {
  private let first = Tensor.sample([4, 6, 6, 2], seed: 1)
  private let second = Tensor.sample([4, 6, 6, 2], from: 1, to: 4, seed: 2)

  private func network(_ middle: any Layer) -> Sequential {
    let random = RandomStream(seed: 1, purpose: "weights")
    return Sequential(
      Conv2D(2, 3, kernel: 3, using: random),
      middle,
      Activation { leakyReLU($0, slope: 0.2) },
      ConvTranspose2D(3, 2, kernel: 3, using: random),
      Activation { $0.flattened },
      Linear(72, 2, using: random)
    )
  }

  private func noise() -> GaussianNoise {
    GaussianNoise(standardDeviation: 0.3, from: RandomStream(seed: 2, purpose: "noise"))
  }

  /// Both outputs of a pair are those of two calls, and so are the gradients.
  private func expectTheSame(_ pair: Sequential, _ single: Sequential) {
    let (together, apart) = (pair(first, second), (single(first), single(second)))
    expectClose(together.0, apart.0.scalars.map(Double.init), absolute: 1e-5)
    expectClose(together.1, apart.1.scalars.map(Double.init), absolute: 1e-5)
    let gradients = [(together, pair), (apart, single)].map { outputs, network in
      TensorCore.gradients(
        of: (outputs.0 - 2 * outputs.1).mean(),
        withRespectTo: network.parameters.map(\.value)
      )
    }
    for (one, other) in zip(gradients[0], gradients[1]) {
      expectClose(one, other.scalars.map(Double.init), absolute: 1e-5)
    }
  }

  @Test func sequentialShowsBothInOnePassEachWithItsOwnStatistics() {
    #expect(network(BatchNorm(3)).isPartwise)
    expectTheSame(network(BatchNorm(3)), network(BatchNorm(3)))
  }

  @Test func whatDrawsNoiseIsCalledTwice() {
    #expect(!network(noise()).isPartwise)
    expectTheSame(network(noise()), network(noise()))
  }

  @Test func batchesOfDifferentSizesAreCalledTwice() {
    let (pair, single) = (network(BatchNorm(3)), network(BatchNorm(3)))
    let few = first.slice(0..<3, along: 0)
    let together = pair(few, second)
    #expect(together.0.isIdentical(to: single(few)) && together.1.isIdentical(to: single(second)))
  }

  @Test func falsePromiseOfNoiseTraps() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        final class Liar: Layer, Partwise {
          let noise = GaussianNoise(
            standardDeviation: 0.3,
            from: RandomStream(seed: 2, purpose: "noise")
          )
          func callAsFunction(_ x: Tensor) -> Tensor { noise(x) }
        }
        _ = Liar()(.zeros([2, 1]), .zeros([2, 1]))
      },
      "GaussianNoise draws or counts at each pass"
    )
  }
}
