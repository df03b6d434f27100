import Preconditions
public import TensorCore

/// The Kullback–Leibler divergence of Gaussians with independent elements from the standard one, in nats for
/// each example.
///
/// KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ μ² + σ² − 1 − log σ².
///
/// Source: Kingma and Welling 2014, "Auto-Encoding Variational Bayes", appendix B.
/// - Parameters:
///   - mean: μ, `[N, …]`.
///   - logVariance: log σ², of the same shape.
/// - Returns: `[N]`, at least 0.
/// - Precondition: Both have the same shape, with at least one axis.
public func gaussianDivergence(mean: Tensor, logVariance: Tensor) -> Tensor {
  require(
    mean.shape == logVariance.shape && mean.rank > 0,
    "gaussianDivergence: means of \(mean.shape), logarithms of variances of \(logVariance.shape)"
  )
  let terms = mean.squared + exp(logVariance) - 1 - logVariance
  return 0.5 * terms.flattened.sum(along: [1])
}
