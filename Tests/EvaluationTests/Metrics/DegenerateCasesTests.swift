import Evaluation
import Imaging
import Randomness
import TensorCore
import TestSupport
import Testing

/// What the metrics say of sets about which there is little to say: a sensible value or a clear problem.
@Suite struct DegenerateCasesTests {
  private let random = RandomStream(seed: 0, purpose: "test")

  private func drawn(_ count: Int, _ size: Int, mean: Float = 0) -> FeatureMatrix {
    FeatureMatrix(Tensor.normal([count, size], mean: mean, using: random))
  }

  private func constant(_ count: Int, _ value: Float = 0.3) -> FeatureMatrix {
    FeatureMatrix(count: count, size: 5, values: .init(repeating: value, count: count * 5))
  }

  @Test func identicalSetsAreAtNoDistance() throws {
    let features = drawn(300, 20)
    #expect(try frechetDistance(features, features) == 0)
    #expect(try slicedWassersteinDistance(features, features, using: random) == 0)
    // Unbiased: of a set and itself it is below 0, by the pairs of a sample with itself.
    #expect(try kernelDistance(features, features) < 0)
    let scores = try manifoldScores(real: features, fake: features)
    #expect(scores.precision == 1 && scores.recall == 1 && scores.coverage == 1)
    // Itself and four of its five neighbors, the fifth being the ball's rim.
    #expect(scores.density == 1)
  }

  /// The covariances have rank 19 in 64 dimensions: the others' square root of their product is complex.
  @Test func fewerSamplesThanFeaturesHaveARealDistance() throws {
    let (a, b) = (drawn(20, 64), drawn(20, 64))
    let distance = try frechetDistance(a, b)
    #expect(distance.isFinite && distance > 0)
    // Of equal sets in another order, the rounding of sums alone.
    let turned = a.rows((0..<20).reversed())
    #expect(try frechetDistance(a, turned) < 1e-10)
  }

  @Test func constantFeaturesAreComparedByTheirMeans() throws {
    #expect(try frechetDistance(constant(50), constant(70)) < 1e-12)
    // Five features, each 0.2 apart.
    #expect(abs(try frechetDistance(constant(50, 0.5), constant(50, 0.3)) - 0.2) < 1e-6)
    #expect(abs(try kernelDistance(constant(50), constant(50))) < 1e-12)
    let same = try manifoldScores(real: constant(50), fake: constant(30))
    #expect(same.precision == 1 && same.recall == 1 && same.coverage == 1)
    // Each sample lies in all fifty neighborhoods.
    #expect(same.density == 10)
    let other = try manifoldScores(real: constant(50), fake: constant(30, 0.4))
    #expect([other.precision, other.recall, other.density, other.coverage] == [0, 0, 0, 0])
  }

  @Test func duplicatesLowerRecallAndCoverageOnly() throws {
    let real = drawn(200, 8)
    let few = drawn(10, 8)
    let repeated = few.rows((0..<200).map { $0 % 10 })
    let scores = try manifoldScores(real: real, fake: repeated)
    #expect(scores.precision > 0.5)
    #expect(scores.recall == 0)
    #expect(scores.coverage < 0.35)
  }

  @Test func oneSampleIsTooFew() throws {
    let (one, many) = (drawn(1, 4), drawn(30, 4))
    func problem(_ body: () throws(EvaluationProblem) -> Void) -> String? {
      do throws(EvaluationProblem) { try body() } catch { return "\(error)" }
      return nil
    }
    #expect(
      problem { () throws(EvaluationProblem) in _ = try frechetDistance(many, one) }
        == "Fréchet distance: 1 sample; expected at least 2"
    )
    #expect(
      problem { () throws(EvaluationProblem) in _ = try kernelDistance(one, many) }
        == "kernel distance: 1 real sample; expected at least 2"
    )
    #expect(
      problem { () throws(EvaluationProblem) in _ = try manifoldScores(real: many, fake: one) }
        == "precision and recall: 1 generated sample; expected at least 4"
    )
    #expect(
      problem { () throws(EvaluationProblem) in _ = try manifoldScores(real: one, fake: many) }
        == "precision and recall: 1 real sample; expected at least 6"
    )
    // These make sense of a single sample.
    #expect(try slicedWassersteinDistance(one, many, using: random) > 0)
    let probabilities = FeatureMatrix(count: 1, size: 2, values: [0.9, 0.1])
    #expect(try inceptionScore(probabilities: probabilities).mean == 1)
    let image = Image(height: 16, width: 16, channels: 1, filledWith: 9)
    #expect(
      problem { () throws(EvaluationProblem) in
        _ = try meanPairSimilarity([image], using: random)
      } == "MS-SSIM: 1 sample; expected at least 2"
    )
  }

  @Test func smallImagesHaveNoSimilarity() {
    let image = Image(height: 8, width: 16, channels: 1, filledWith: 9)
    #expect(throws: EvaluationProblem.self) { try multiscaleSimilarity(image, image) }
  }

  @Test func equalImagesAreWhollySimilar() throws {
    let image = Image(height: 28, width: 28, channels: 1, pixels: (0..<784).map { UInt8($0 % 251) })
    #expect(abs(try multiscaleSimilarity(image, image) - 1) < 1e-12)
  }
}
