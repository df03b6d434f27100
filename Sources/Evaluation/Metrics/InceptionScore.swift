internal import Foundation
import Preconditions

/// The score over several parts of the samples.
public struct InceptionScore: Equatable, Sendable {
  /// The mean over the parts; 1 for samples that all look alike to the classifier, at most the number of
  /// classes.
  public let mean: Double
  /// The standard deviation over the parts, with N in the denominator.
  public let standardDeviation: Double
}

/// exp of the mean divergence KL(p(y|x) ‖ p(y)): high where a classifier is sure of each sample and all
/// classes occur.
///
/// With Forger's own classifiers it is not comparable with scores by the Inception network, after which it is
/// named.
///
/// Source: Salimans et al. 2016, "Improved Techniques for Training GANs", arXiv:1606.03498, section 4.
///
/// - Parameters:
///   - probabilities: The probability of each class for each sample, `[N, classes]`; rows sum to 1.
///   - splits: The number of parts into which the samples are cut, in their order; as many parts as
///     there are samples where these are fewer.
/// - Returns: Mean and standard deviation over the parts.
/// - Throws: `EvaluationProblem` where there is no sample.
/// - Precondition: `splits` is positive.
public func inceptionScore(
  probabilities: FeatureMatrix,
  splits: Int = 10
) throws(EvaluationProblem) -> InceptionScore {
  require(splits > 0, "inceptionScore: \(splits) parts")
  let count = probabilities.count
  try EvaluationProblem.check("Inception score", ("", count), least: 1)
  let parts = min(splits, count)
  let scores = (0..<parts).map { part in
    score(probabilities, rows: part * count / parts..<(part + 1) * count / parts)
  }
  let mean = scores.reduce(0, +) / Double(parts)
  let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(parts)
  return InceptionScore(mean: mean, standardDeviation: variance.squareRoot())
}

private func score(_ probabilities: FeatureMatrix, rows: Range<Int>) -> Double {
  let count = Double(rows.count)
  var marginal = [Double](repeating: 0, count: probabilities.size)
  for row in rows {
    for (label, p) in probabilities[row].enumerated() { marginal[label] += Double(p) / count }
  }
  var divergence = 0.0
  for row in rows {
    for (label, p) in probabilities[row].enumerated() where p > 0 {
      divergence += Double(p) * log(Double(p) / marginal[label])
    }
  }
  return exp(divergence / count)
}
