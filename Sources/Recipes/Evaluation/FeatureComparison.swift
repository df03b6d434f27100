internal import Archives
public import Evaluation
internal import Terminal

/// A comparison of the user's own features.
public struct FeatureComparison {
  private let paths: (real: String, fake: String)
  private let hashes: (real: String, fake: String)
  private let real: FeatureMatrix
  private let fake: FeatureMatrix

  /// The features in two `.npy` files, `[N, D]` each.
  ///
  /// - Throws: `FileProblem` if they are not features, or of different sizes.
  public init(real: String, fake: String) throws {
    paths = (real, fake)
    hashes = (try SHA256.ofFile(real), try SHA256.ofFile(fake))
    self.real = try FeatureMatrix(readingFrom: real)
    self.fake = try FeatureMatrix(readingFrom: fake)
    guard self.real.size == self.fake.size else {
      throw FileProblem(
        fake,
        found: "holds \(self.fake.size) features per row",
        expected: "\(self.real.size), as \(real) does"
      )
    }
  }

  /// Computes the metrics that need nothing but features.
  ///
  /// - Throws: `EvaluationProblem` if there are too few rows for a metric.
  public func run(_ metrics: Set<Metric>?, seed: UInt64) throws -> EvaluationReport {
    let clock = ContinuousClock()
    let start = clock.now
    let all = Set(Metric.allCases.filter(\.isOfFeaturesAlone))
    let observed = try Evaluator.evaluate(
      metrics ?? all,
      fake,
      against: real,
      seed: seed
    )
    return EvaluationReport(
      facts: [
        ("of", "\(paths.fake) (\(grouped(fake.count)) rows of \(fake.size) features)"),
        ("against", "\(paths.real) (\(grouped(real.count)) rows)"),
      ],
      fields: [
        ("candidate", paths.fake), ("candidate_hash", hashes.fake), ("features_real", paths.real),
        ("features_real_hash", hashes.real), ("samples", fake.count),
        ("real_samples", real.count), ("features_size", real.size), ("seeds", [seed]),
      ],
      observed: [EvaluationResult(quantities: observed)],
      real: nil,
      seconds: (clock.now - start) / .seconds(1)
    )
  }
}
