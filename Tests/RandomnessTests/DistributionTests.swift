import Foundation
import Randomness
import Testing

/// The distributions as a whole, on a million numbers or more of a fixed seed.
@Suite struct DistributionTests {
  static let count = 1_000_000

  /// The largest difference between the two functions of distribution, times √n, exceeds 1.63 in one
  /// of 100 samples.
  @Test(arguments: Distribution.allCases)
  func passesKolmogorovAndSmirnov(_ kind: Distribution) {
    let numbers = RandomStream(seed: 42, purpose: "test").draw(Self.count, kind).sorted()
    var distance = 0.0
    for (index, number) in numbers.enumerated() {
      let expected = kind.probability(below: Double(number))
      distance = max(
        distance,
        expected - Double(index) / Double(Self.count),
        Double(index + 1) / Double(Self.count) - expected
      )
    }
    #expect(distance * Double(Self.count).squareRoot() < 1.63)
  }

  /// Mean, variance, skewness and kurtosis; a million normal numbers move them by 0.001, 0.0014, 0.0025
  /// and 0.005 at one sigma.
  @Test(
    arguments: [
      (.uniform, [0.5, 1.0 / 12, 0, 1.8]), (.normal, [0, 1, 0, 3]),
      (.truncatedNormal, [0, 0.773_741_3, 0, 2.365_536_7]),
    ] as [(Distribution, [Double])]
  )
  func hasTheMoments(_ kind: Distribution, _ expected: [Double]) {
    let numbers = RandomStream(seed: 43, purpose: "test").draw(Self.count, kind).map(Double.init)
    let mean = numbers.reduce(0, +) / Double(Self.count)
    func central(_ power: Int) -> Double {
      numbers.reduce(0) { sum, number in
        sum + (0..<power).reduce(1) { product, _ in product * (number - mean) }
      } / Double(Self.count)
    }
    let variance = central(2)
    #expect(abs(mean - expected[0]) < 0.004)
    #expect(abs(variance - expected[1]) < 0.0055)
    #expect(abs(central(3) / (variance * variance.squareRoot()) - expected[2]) < 0.01)
    #expect(abs(central(4) / (variance * variance) - expected[3]) < 0.02)
  }

  /// The numbers beyond k sigma among 10⁸ are Poisson numbers: within 4 deviations of their mean.
  @Test func normalTailsHaveTheirWeight() {
    let stream = RandomStream(seed: 44, purpose: "test")
    var beyond = [Int](repeating: 0, count: 6)
    var largest: Float = 0
    for _ in 0..<100 {
      for number in stream.draw(Self.count, .normal) where abs(number) >= 2 {
        for sigma in 2...5 where abs(number) >= Float(sigma) { beyond[sigma] += 1 }
        largest = max(largest, abs(number))
      }
    }
    for sigma in 2...5 {
      let expected = 1e8 * erfc(Double(sigma) / 2.0.squareRoot())
      #expect(abs(Double(beyond[sigma]) - expected) < 4 * expected.squareRoot())
    }
    #expect(largest > 5.5)
  }

  /// The rounding of low + u · (high − low) never reaches `high`.
  @Test(
    arguments: [(-1, 1), (0, 1e-3), (1, 1.000_000_2), (-1, 0), (-3, -1), (1e6, 1e6 + 1)]
      as [(Float, Float)]
  )
  func uniformNumbersStayBelowTheirBound(_ low: Float, _ high: Float) {
    var numbers = [Float](repeating: .nan, count: Self.count)
    numbers.withUnsafeMutableBufferPointer {
      RandomStream(seed: 47, purpose: "test").fillUniform($0, low: low, high: high)
    }
    #expect(numbers.allSatisfy { $0 >= low && $0 < high })
  }

  @Test func boundsShiftAndScale() {
    let standard = RandomStream(seed: 48, purpose: "test").draw(1000, .uniform)
    var numbers = [Float](repeating: .nan, count: 1000)
    numbers.withUnsafeMutableBufferPointer {
      RandomStream(seed: 48, purpose: "test").fillUniform($0, low: -1, high: 3)
    }
    #expect(numbers == standard.map { $0 * 4 - 1 })
  }

  @Test(arguments: [0.5, 0] as [Float])
  func meanAndStandardDeviationShiftAndScale(_ standardDeviation: Float) {
    let normal = RandomStream(seed: 48, purpose: "test")
    let expected = normal.draw(1000, .normal) + normal.draw(1000, .truncatedNormal)
    var numbers = [Float](repeating: .nan, count: 2000)
    normal.position = 0
    numbers.withUnsafeMutableBufferPointer {
      normal.fillNormal(
        UnsafeMutableBufferPointer(rebasing: $0[..<1000]),
        mean: 3,
        standardDeviation: standardDeviation
      )
      normal.fillTruncatedNormal(
        UnsafeMutableBufferPointer(rebasing: $0[1000...]),
        mean: 3,
        standardDeviation: standardDeviation
      )
    }
    #expect(numbers == expected.map { $0 * standardDeviation + 3 })
  }
}

extension Distribution {
  /// The probability of a number below `value`.
  func probability(below value: Double) -> Double {
    func bell(_ value: Double) -> Double { 0.5 * erfc(-value / 2.0.squareRoot()) }
    return switch self {
    case .uniform: value
    case .normal: bell(value)
    case .truncatedNormal: (bell(value) - bell(-2)) / (bell(2) - bell(-2))
    }
  }
}
