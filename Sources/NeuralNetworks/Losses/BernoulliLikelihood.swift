import Preconditions
public import TensorCore

/// The log-likelihood of binary values under independent probabilities σ(logits), in nats for each example.
///
/// Σ t·log σ(x) + (1 − t)·log(1 − σ(x)), without overflow; see `sigmoidCrossEntropy`, whose mean has the other
/// sign. Divided by −log 2 and the number of values, it is in bits per dimension.
///
/// - Parameters:
///   - logits: `[N, …]`.
///   - values: Of the same shape, values in [0, 1].
/// - Returns: `[N]`, at most 0 for values of 0 and 1.
/// - Precondition: Both have the same shape, with at least one axis.
public func bernoulliLogLikelihood(logits: Tensor, of values: Tensor) -> Tensor {
  require(
    logits.shape == values.shape && logits.rank > 0,
    "bernoulliLogLikelihood: logits of \(logits.shape) for values of \(values.shape)"
  )
  let terms = values * softplus(-logits) + (1 - values) * softplus(logits)
  return -terms.flattened.sum(along: [1])
}
