import ExitTestSupport
import Randomness
import TensorCore
import TestSupport
import Testing

/// Batch normalization with what the engine computes in the same pass, and of several batches in one pass.
@Suite struct RectifiedBatchNormTests {
  static let shapes: [Shape] = [
    [6, 1], [7, 8], [4, 17], [2, 3, 3, 5], [3, 4, 2, 16], [50, 4, 4, 24], [4, 40, 41, 8],
  ]

  private func stream() -> RandomStream { RandomStream(seed: 3, purpose: "noise") }

  /// From the definitions, in Double; noise is what the stream gives.
  @Test(arguments: shapes, [Float(0), 0.2]) func agreesWithDouble(_ shape: Shape, _ slope: Float) {
    let x = Tensor.sample(shape, from: -1, to: 2, seed: 1)
    let gamma = Tensor.sample([shape[-1]], from: 0.5, to: 1.5, seed: 2)
    let beta = Tensor.sample([shape[-1]], seed: 3)
    let seed = Tensor.sample(shape, seed: 4)
    for deviation: Float in [0, 0.3] {
      let noise = stream().standardNormal(shape).scalars
      let plain = BatchNormReference(
        x,
        gamma: gamma,
        beta: beta,
        epsilon: 1e-3,
        outputGradient: seed
      )
      let noisy = zip(plain.output, noise).map { $0 + Double($1 * deviation) }
      let masked = zip(seed.scalars, noisy).map { $1 > 0 ? $0 : $0 * slope }
      let expected = BatchNormReference(
        x,
        gamma: gamma,
        beta: beta,
        epsilon: 1e-3,
        outputGradient: Tensor(masked, shape: shape)
      )
      let leaves = [x, gamma, beta].map(\.tracked)
      let normalized = batchNorm(leaves[0], gamma: leaves[1], beta: leaves[2], epsilon: 1e-3).output
      let withNoise =
        deviation == 0
        ? normalized : gaussianNoise(normalized, standardDeviation: deviation, from: stream())
      let output = leakyReLU(withNoise, slope: slope)
      expectClose(output, noisy.map { $0 > 0 ? $0 : $0 * Double(slope) }, absolute: 1e-5)
      let found = gradients(of: output, seededWith: seed, withRespectTo: leaves)
      expectClose(found[0], expected.inputGradient, ofLargest: 2e-5, "x")
      expectClose(found[1], expected.gammaGradient, absolute: 1e-3, relative: 1e-5, "gamma")
      expectClose(found[2], expected.betaGradient, absolute: 1e-3, relative: 1e-5, "beta")
    }
  }

  /// Noise that keeps normalised values away from the kink at 0, where no difference is a derivative.
  private final class FarFromZero: NoiseSource {
    func standardNormal(_ shape: Shape) -> Tensor {
      Tensor((0..<shape.elementCount).map { $0 % 3 == 0 ? -1 : 1 }, shape: shape)
    }
  }

  private let farFromZero = FarFromZero()

  @Test(arguments: [[5, 3], [5, 8], [2, 3, 2, 8]] as [Shape])
  func isDifferentiableTwice(_ shape: Shape) {
    let gamma = Tensor.sample([shape[-1]], from: 0.5, to: 1.5, seed: 2)
    checkGradients(
      of: {
        let normalized = batchNorm($0[0], gamma: $0[1], beta: $0[2], epsilon: 0.1).output
        return leakyReLU(
          gaussianNoise(normalized, standardDeviation: 5, from: farFromZero),
          slope: 0.2
        )
      },
      at: [.distinctSample(shape, seed: 1), gamma, .sample([shape[-1]], seed: 3)],
      probes: 8
    )
  }

  /// Each part is a batch of its own, forward and back; γ and β serve all.
  @Test(arguments: [[4, 3], [6, 8], [4, 3, 3, 5], [8, 4, 2, 16]] as [Shape], [true, false])
  func partsAreBatchesOfTheirOwn(_ shape: Shape, _ isRectified: Bool) {
    let half = Shape([shape[0] / 2] + shape.dimensions.dropFirst())
    let halves = [Tensor.sample(half, seed: 1), Tensor.sample(half, from: 1, to: 3, seed: 2)]
    let seeds = [Tensor.sample(half, seed: 3), Tensor.sample(half, seed: 4)]
    let scales = [
      Tensor.sample([shape[-1]], from: 0.5, to: 1.5, seed: 5), Tensor.sample([shape[-1]], seed: 6),
    ]
    func found(_ x: Tensor, _ seed: Tensor, parts: Int) -> [Tensor] {
      let leaves = ([x] + scales).map(\.tracked)
      let result = batchNorm(
        leaves[0],
        gamma: leaves[1],
        beta: leaves[2],
        epsilon: 1e-3,
        parts: parts
      )
      let output = isRectified ? leakyReLU(result.output, slope: 0.2) : result.output
      return [output, result.mean, result.variance]
        + gradients(of: output, seededWith: seed, withRespectTo: leaves)
    }
    let together = found(concatenate(halves), concatenate(seeds), parts: 2)
    let apart = zip(halves, seeds).map { found($0, $1, parts: 1) }
    for index in 0..<4 {
      #expect(together[index].isIdentical(to: concatenate([apart[0][index], apart[1][index]])))
    }
    for index in 4..<6 {
      let expected = zip(apart[0][index].scalars, apart[1][index].scalars).map {
        Double($0) + Double($1)
      }
      expectClose(together[index], expected, absolute: 1e-5)
    }
  }

  @Test func partsAreDifferentiableTwice() {
    checkGradients(
      of: {
        leakyReLU(
          batchNorm($0[0], gamma: $0[1], beta: nil, epsilon: 0.1, parts: 2).output,
          slope: 0.2
        )
      },
      at: [.distinctSample([6, 8], seed: 1), .sample([8], from: 0.5, to: 1.5, seed: 2)],
      probes: 8
    )
  }

  /// With few rows noise is read from memory where parts do not start with a unit of the stream.
  @Test func noiseIsTheSameForPartsOfAnySize() {
    let x = Tensor.sample([6, 8], seed: 1)
    func output(parts: Int) -> Tensor {
      let normalized = batchNorm(x, gamma: nil, beta: nil, epsilon: 1e-3, parts: parts).output
      return leakyReLU(
        gaussianNoise(normalized, standardDeviation: 1, from: stream()),
        slope: 1
      )
    }
    let noise = stream().standardNormal([6, 8])
    for parts in [1, 2, 3] {
      let plain = batchNorm(x, gamma: nil, beta: nil, epsilon: 1e-3, parts: parts).output
      expectClose(output(parts: parts), (plain + noise).scalars.map(Double.init), absolute: 1e-6)
    }
  }

  @Test func partsMustFit() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = batchNorm(.ones([5, 2]), gamma: nil, beta: nil, epsilon: 1e-3, parts: 2)
      },
      "2 parts of [5, 2]"
    )
  }
}
