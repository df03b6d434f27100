import Preconditions
internal import TensorCore

/// Precision and recall, density and coverage: how two sets of features lie in each other's neighborhoods.
///
/// The neighborhood of a sample is the ball around it that reaches to its k-th nearest neighbor in its own
/// set. The ball is open, as in Naeem's code, but holds its center, so that duplicates, whose balls are
/// empty, are found where they are; distances that differ by less than rounding are equal.
public struct ManifoldScores: Equatable, Sendable {
  /// The share of generated samples inside a real one's neighborhood, in 0...1: how many look real.
  public let precision: Double
  /// The share of real samples inside a generated one's neighborhood, in 0...1: how much of the data is
  /// reached.
  public let recall: Double
  /// The mean number of real neighborhoods that a generated sample lies in, divided by k.
  ///
  /// 0 or more, near 1 for equal distributions. Outliers among the real samples lift precision, but not this.
  public let density: Double
  /// The share of real samples in whose neighborhood there is a generated one, in 0...1.
  public let coverage: Double
}

/// The reach of neighborhoods: the k of the k-th nearest neighbor.
public struct ManifoldSettings: Equatable, Sendable {
  /// For precision and recall: the paper's 3.
  public var precisionNeighbors = 3
  /// For density and coverage: the paper's 5.
  public var coverageNeighbors = 5

  /// The papers' settings.
  public init() {}
}

/// Real samples with the reaches of their neighborhoods, to compare several generated sets with.
public struct RealManifold: Sendable {
  let cloud: PointCloud
  let origin: [Double]
  let settings: ManifoldSettings
  let size: Int
  /// Squared reaches, for precision and for coverage.
  let precisionReach: [Double]
  let coverageReach: [Double]

  /// The neighborhoods of real samples.
  ///
  /// - Throws: `EvaluationProblem` where there are not more samples than neighbors.
  public init(
    _ real: FeatureMatrix,
    _ settings: ManifoldSettings = ManifoldSettings()
  ) throws(EvaluationProblem) {
    let k = [settings.precisionNeighbors, settings.coverageNeighbors]
    require(k.allSatisfy { $0 > 0 }, "RealManifold: neighbors \(k)")
    let least = max(k[0], k[1]) + 1
    try EvaluationProblem.check("precision and recall", ("real", real.count), least: least)
    origin = PointCloud.mean(of: real)
    cloud = PointCloud(real, origin: origin)
    size = real.size
    self.settings = settings
    let reaches = cloud.neighborDistances(k)
    (precisionReach, coverageReach) = (reaches[0], reaches[1])
  }

  /// The neighborhoods of real samples whose squared reaches, for precision and for coverage, are known.
  init(_ real: FeatureMatrix, reaches: [[Double]]) {
    origin = PointCloud.mean(of: real)
    cloud = PointCloud(real, origin: origin)
    size = real.size
    settings = ManifoldSettings()
    (precisionReach, coverageReach) = (reaches[0], reaches[1])
  }

  /// How generated samples lie among the real ones.
  ///
  /// Source: Kynkäänniemi et al. 2019, "Improved Precision and Recall Metric for Assessing Generative Models",
  /// arXiv:1904.06991, section 2; Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics for Generative
  /// Models", arXiv:2002.09797, section 3.
  /// - Throws: `EvaluationProblem` where there are not more generated samples than neighbors for the recall.
  /// - Precondition: There are as many features as of the real samples.
  public func scores(of fake: FeatureMatrix) throws(EvaluationProblem) -> ManifoldScores {
    require(fake.size == size, "RealManifold: \(fake.size) features for \(size)")
    let least = settings.precisionNeighbors + 1
    try EvaluationProblem.check("precision and recall", ("generated", fake.count), least: least)
    let generated = PointCloud(fake, origin: origin)
    let recallReach = generated.neighborDistances([settings.precisionNeighbors])[0]
    var isPrecise = [Bool](repeating: false, count: fake.count)
    var counts = RealCounts()
    cloud.forEachBlock(against: generated) { rows, distances in
      counts.add(
        distances.parallelRows { row, values in
          RealCounts(values, recallReach: recallReach, reach: coverageReach[rows.lowerBound + row])
        }
      )
      markPrecise(&isPrecise, rows: rows, distances)
    }
    let (real, count) = (Double(cloud.count), Double(fake.count))
    return ManifoldScores(
      precision: Double(isPrecise.count { $0 }) / count,
      recall: Double(counts.recalled) / real,
      density: Double(counts.inside) / (Double(settings.coverageNeighbors) * count),
      coverage: Double(counts.covered) / real
    )
  }

  /// Marks the generated samples, columns, that lie in the neighborhood of one of the real ones, rows.
  private func markPrecise(_ marks: inout [Bool], rows: Range<Int>, _ distances: Matrix) {
    marks.withUnsafeMutableBufferPointer { marks in
      nonisolated(unsafe) let marks = marks
      distances.values.withUnsafeBufferPointer { values in
        nonisolated(unsafe) let values = values
        ThreadPool.forEach(distances.columns, grain: 256) { columns in
          for row in rows {
            let start = (row - rows.lowerBound) * distances.columns
            for column in columns where isInside(values[start + column], precisionReach[row]) {
              marks[column] = true
            }
          }
        }
      }
    }
  }
}

/// What the distances from a real sample to all generated ones say.
private struct RealCounts {
  var recalled = 0
  var covered = 0
  var inside = 0

  init() {}

  init(_ distances: UnsafeBufferPointer<Double>, recallReach: [Double], reach: Double) {
    for (index, distance) in distances.enumerated() {
      if recalled == 0, isInside(distance, recallReach[index]) { recalled = 1 }
      if isInside(distance, reach) { inside += 1 }
    }
    covered = inside > 0 ? 1 : 0
  }

  mutating func add(_ others: [RealCounts]) {
    for other in others {
      recalled += other.recalled
      covered += other.covered
      inside += other.inside
    }
  }
}

/// Whether a point at a squared distance from a center lies inside its ball of a squared reach.
@inline(__always)
private func isInside(_ distance: Double, _ reach: Double) -> Bool {
  distance < reach * (1 - 1e-10) || distance == 0
}

/// Precision and recall, density and coverage of generated samples.
///
/// - Throws: `EvaluationProblem` where there are not more samples than neighbors.
/// - Precondition: Both have as many features.
public func manifoldScores(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  _ settings: ManifoldSettings = ManifoldSettings()
) throws(EvaluationProblem) -> ManifoldScores {
  try RealManifold(real, settings).scores(of: fake)
}
