import Adversarial
import Randomness
import TensorCore
import Testing

@Suite struct LatentTests {
  private func values(_ distribution: Latent.Distribution) -> [Double] {
    let latent = Latent(size: 100, distribution: distribution)
    let sample = latent.sample(1000, using: RandomStream(seed: 3, purpose: "latent"))
    #expect(sample.shape == [1000, 100])
    return sample.scalars.map(Double.init)
  }

  @Test func uniformNumbersFillTheirRange() {
    let values = values(.uniform)
    #expect(values.allSatisfy { $0 >= -1 && $0 < 1 })
    #expect((values.min() ?? 0) < -0.99 && (values.max() ?? 0) > 0.99)
    #expect(abs(meanSquare(values) - 1.0 / 3) < 0.005)
  }

  @Test func normalNumbersHaveVarianceOne() {
    let values = values(.normal)
    // Five standard errors: √(2/n) of a mean square, 1/√n of a mean.
    #expect(abs(meanSquare(values) - 1) < 5 * (2 / 1e5).squareRoot())
    #expect(abs(values.reduce(0, +) / 1e5) < 5 / 1e5.squareRoot())
    #expect((values.max() ?? 0) > 3.5)
  }

  @Test func everySampleIsAnother() {
    let random = RandomStream(seed: 3, purpose: "latent")
    let latent = Latent(size: 5, distribution: .uniform)
    #expect(!latent.sample(2, using: random).isIdentical(to: latent.sample(2, using: random)))
  }

  private func meanSquare(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }
}
