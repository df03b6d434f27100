import Preconditions
public import Randomness

/// Elements set to 0 with probability `rate`, the others divided by `1 - rate`.
///
/// Source: Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from
/// Overfitting" (in its inverted form).
/// - Precondition: `rate` is in 0..<1.
public func dropout(_ x: Tensor, rate: Float, using random: RandomStream) -> Tensor {
  require(rate >= 0 && rate < 1, "dropout: a rate of \(rate)")
  if rate == 0 { return x }
  let draws = Tensor.uniform(x.shape, using: random)
  let isKept = Tensor.computed(.unary(.isAtLeast(rate)), draws, shape: x.shape)
  return x * (isKept * (1 / (1 - rate)))
}
