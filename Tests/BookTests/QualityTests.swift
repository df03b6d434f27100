import Evaluation
import Foundation
import Randomness
import TensorCore
import Testing

/// The solutions of "How Good Is It?".
@Suite struct QualityTests {
  private let random = RandomStream(seed: 1, purpose: "exercise")

  /// Exercise 1: of one feature, the Fréchet distance is (m − n)² + (s − t)².
  @Test func theFréchetDistanceOfOneFeature() throws {
    let base = Tensor.normal([5000, 1], using: random)
    let centered = base - base.mean()
    let unit = centered / (centered.squared.sum() / 4999).squareRoot
    let (a, b) = (FeatureMatrix(unit * 2 + 1), FeatureMatrix(unit * 0.5 + 4))
    #expect(try abs(frechetDistance(a, b) - (9 + 2.25)) < 1e-3)
  }

  /// Exercise 2: one good sample, again and again, has all the precision and none of the coverage.
  @Test func oneGoodSampleCoversNothing() throws {
    let real = FeatureMatrix(.normal([500, 8], using: random))
    let middle = real.rows([Int](repeating: 0, count: 200))
    let scores = try manifoldScores(real: real, fake: middle)
    #expect(scores.precision == 1)
    #expect(scores.coverage < 0.1 && scores.recall < 0.1)
  }

  /// Exercise 3: sets of few samples are further apart than sets of many, of the same distribution.
  @Test func fewSamplesAreFurtherApart() throws {
    let distances = try [100, 400, 1600].map { count in
      try frechetDistance(
        FeatureMatrix(.normal([count, 16], using: random)),
        FeatureMatrix(.normal([count, 16], using: random))
      )
    }
    #expect(distances[0] > 2 * distances[1] && distances[1] > 2 * distances[2])
  }
}
