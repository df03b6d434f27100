import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct NoiseTests {
  private func stream() -> RandomStream { RandomStream(seed: 7, purpose: "noise tests") }

  @Test(arguments: [Float(0.1), 0.5, 0.9]) func dropoutDropsItsShareAndScalesTheRest(_ rate: Float)
  {
    let count = 100_000
    let found = dropout(.ones([count]), rate: rate, using: stream()).scalars
    let dropped = found.count { $0 == 0 }
    // Five standard deviations of a binomial distribution.
    let deviation = (Double(rate * (1 - rate)) * Double(count)).squareRoot()
    #expect(abs(Double(dropped) - Double(rate) * Double(count)) < 5 * deviation)
    #expect(found.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
  }

  @Test func dropoutPassesGradientsWhereItPassedValues() {
    let x = Tensor.sample([4, 5], from: 1, to: 2, seed: 1)
    checkGradients(of: { dropout($0[0], rate: 0.4, using: stream()).squared }, at: [x])
    let leaf = x.tracked
    let output = dropout(leaf, rate: 0.4, using: stream())
    let slopes = gradients(of: output.sum(), withRespectTo: [leaf])[0].scalars
    #expect(zip(slopes, output.scalars).allSatisfy { ($0 == 0) == ($1 == 0) })
    #expect(dropout(x, rate: 0, using: stream()).isIdentical(to: x))
  }

  @Test func dropoutDrawsAnewEachTime() {
    let random = stream()
    let ones = Tensor.ones([200])
    let first = dropout(ones, rate: 0.5, using: random)
    #expect(!first.isIdentical(to: dropout(ones, rate: 0.5, using: random)))
    #expect(first.isIdentical(to: dropout(ones, rate: 0.5, using: stream())))
  }

  @Test func noiseHasTheMomentsOfTheNormalDistribution() {
    let count = 100_000
    let x = Tensor(repeating: 3, shape: [count])
    let noise = gaussianNoise(x, standardDeviation: 0.2, from: stream()).scalars.map {
      (Double($0) - 3) / 0.2
    }
    func moment(_ order: Int) -> Double {
      noise.reduce(0) { sum, value in
        sum + (0..<order).reduce(1) { product, _ in product * value }
      } / Double(count)
    }
    // Five standard deviations of each moment's estimate: √(variance of xᵏ / n).
    let root = Double(count).squareRoot()
    #expect(abs(moment(1)) < 5 / root)
    #expect(abs(moment(2) - 1) < 5 * 2.0.squareRoot() / root)
    #expect(abs(moment(3)) < 5 * 15.0.squareRoot() / root)
    #expect(abs(moment(4) - 3) < 5 * 96.0.squareRoot() / root)
  }

  @Test func noisePassesGradients() {
    checkGradients(
      of: { gaussianNoise($0[0], standardDeviation: 0.5, from: stream()).squared },
      at: [.sample([3, 4], seed: 1)]
    )
  }
}
