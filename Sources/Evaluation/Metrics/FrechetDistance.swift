import Preconditions
internal import TensorCore

/// Mean and covariance of features: all that the Fréchet distance looks at.
public struct FeatureStatistics: Equatable, Sendable {
  /// The number of samples that they were computed of.
  public let count: Int
  /// The mean of each feature.
  public let mean: [Double]
  /// The covariance of each pair of features, with N − 1 in the denominator.
  package let covariance: Matrix

  /// The statistics of at least two samples, in float64.
  ///
  /// - Throws: `EvaluationProblem` where there are fewer.
  public init(of features: FeatureMatrix) throws(EvaluationProblem) {
    try EvaluationProblem.check("Fréchet distance", ("", features.count), least: 2)
    let (count, size) = (features.count, features.size)
    var mean = [Double](repeating: 0, count: size)
    for row in 0..<count {
      for (column, value) in features[row].enumerated() { mean[column] += Double(value) }
    }
    for column in 0..<size { mean[column] /= Double(count) }
    self.mean = mean
    self.count = count
    var sum = Matrix(rows: size, columns: size, values: .init(repeating: 0, count: size * size))
    // A block of rows at a time, so that memory holds float64 of few of them.
    for first in stride(from: 0, to: count, by: 4096) {
      var block = Matrix(features, rows: first..<min(first + 4096, count))
      for row in 0..<block.rows {
        for column in 0..<size { block.values[row * size + column] -= mean[column] }
      }
      let products = block.times(block, transposingSelf: true)
      for index in sum.values.indices { sum.values[index] += products.values[index] }
    }
    for index in sum.values.indices { sum.values[index] /= Double(count - 1) }
    covariance = sum
  }
}

/// The Fréchet distance of two normal distributions with the statistics' means and covariances:
/// |μ₁ − μ₂|² + Tr(C₁ + C₂ − 2 (C₁C₂)^½).
///
/// The trace of the root is the sum of the singular values of C₁^½ C₂^½: a real number whatever rounding does,
/// also where there are fewer samples than features and the covariances are singular. 0 for equal statistics;
/// a rounding error below 0 counts as 0.
///
/// Source: Heusel et al. 2017, "GANs Trained by a Two Time-Scale Update Rule", section 4 (the FID, whose features
/// are an Inception network's).
/// - Precondition: Both are of as many features.
public func frechetDistance(_ a: FeatureStatistics, _ b: FeatureStatistics) -> Double {
  require(
    a.mean.count == b.mean.count,
    "frechetDistance: statistics of \(a.mean.count) and \(b.mean.count) features"
  )
  if a.mean == b.mean, a.covariance == b.covariance { return 0 }
  let meanDistance = zip(a.mean, b.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  let root = a.covariance.symmetricRoot.times(b.covariance.symmetricRoot).nuclearNorm
  return max(0, meanDistance + a.covariance.trace + b.covariance.trace - 2 * root)
}

/// The Fréchet distance of two sets of features.
///
/// - Throws: `EvaluationProblem` where one of them has fewer than two rows.
/// - Precondition: Both have as many features.
public func frechetDistance(
  _ real: FeatureMatrix,
  _ fake: FeatureMatrix
) throws(EvaluationProblem) -> Double {
  frechetDistance(try FeatureStatistics(of: real), try FeatureStatistics(of: fake))
}
