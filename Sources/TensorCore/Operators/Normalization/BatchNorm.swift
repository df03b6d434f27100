import Preconditions

/// The result of `batchNorm`: the normalized values and the statistics of the batch.
public struct BatchNormResult {
  /// Values of the input's shape.
  public let output: Tensor
  /// The mean of each part's channels, `[parts, C]`; detached from the tape.
  public let mean: Tensor
  /// The biased variance of each part's channels, `[parts, C]`; detached from the tape.
  public let variance: Tensor
}

/// Normalizes each channel of a batch to mean 0 and variance 1, then scales and shifts it.
///
/// y = γ·(x − μ)/√(σ² + ε) + β over all axes but the last, with biased σ². Noise and leaky ReLU that follow
/// directly are computed in the same pass over memory, forward and backward.
///
/// Where workers share batches, the statistics are those of the whole batch.
///
/// Source: Ioffe and Szegedy 2015, "Batch Normalization", algorithm 1.
///
/// - Parameters:
///   - x: `[N, …, C]`, with at least one value per channel.
///   - gamma: `[C]`, or `nil` for 1.
///   - beta: `[C]`, or `nil` for 0.
///   - epsilon: Added to the variance inside the root.
///   - parts: The number of batches in x, one after the other and of equal size, each of which is normalized
///     separately.
/// - Returns: The normalized values and the statistics of the batch.
/// - Precondition: The shapes fit, and N is a multiple of `parts`.
public func batchNorm(
  _ x: Tensor,
  gamma: Tensor?,
  beta: Tensor?,
  epsilon: Float,
  parts: Int = 1
) -> BatchNormResult {
  let channels = x.rank > 0 ? x.shape[-1] : 0
  require(
    x.elementCount > 0 && [gamma, beta].allSatisfy { $0.map { $0.shape == [channels] } ?? true },
    "batchNorm: gamma \(gamma?.shape ?? []) and beta \(beta?.shape ?? []) for \(x.shape)"
  )
  require(parts > 0 && x.shape[0] % parts == 0, "batchNorm: \(parts) parts of \(x.shape)")
  let moments = Tensor.computed(.moments(parts: parts), [x])
  let (mean, variance) =
    Context.current.shareOfStatistics.map { $0.moments(mean: moments[0], variance: moments[1]) }
    ?? (moments[0], moments[1])
  let (inverse, scale) = scales(variance: variance, gamma: gamma, epsilon: epsilon)
  let output = normalized(x, mean: mean, scale: scale, beta: beta, parts: parts)
  let normalization = Normalization(
    channels: channels,
    parts: parts,
    epsilon: epsilon,
    hasGamma: gamma != nil,
    hasBeta: beta != nil
  )
  let result = Tensor.recorded(
    "batchNorm",
    output,
    inputs: [x] + [gamma, beta].compactMap(\.self),
    saving: [x, mean, inverse] + [gamma].compactMap(\.self)
  ) { normalization.gradients($0) }
  return BatchNormResult(output: result, mean: mean, variance: variance)
}

/// Normalization with given statistics, as in inference: γ·(x − μ)/√(σ² + ε) + β.
///
/// - Precondition: All of `mean`, `variance`, `gamma` and `beta` are `[C]`.
public func normalize(
  _ x: Tensor,
  mean: Tensor,
  variance: Tensor,
  gamma: Tensor?,
  beta: Tensor?,
  epsilon: Float
) -> Tensor {
  let operands = [x, mean, variance] + [gamma, beta].compactMap(\.self)
  let channels = x.rank > 0 ? x.shape[-1] : 0
  require(
    operands.dropFirst().allSatisfy { $0.shape == [channels] },
    "normalize: statistics of \(operands.dropFirst().map(\.shape)) for \(x.shape)"
  )
  guard Recording.isOn && operands.contains(where: \.isTracked) || channels % 8 != 0 else {
    let scale = scales(
      variance: variance.reshaped(to: [1, channels] as Shape),
      gamma: gamma,
      epsilon: epsilon
    ).scale
    return normalized(
      x,
      mean: mean.reshaped(to: [1, channels] as Shape),
      scale: scale,
      beta: beta,
      parts: 1
    )
  }
  var scale = 1 / (variance + epsilon).squareRoot
  if let gamma { scale = scale * gamma }
  let scaled = (x - mean) * scale
  return beta.map { scaled + $0 } ?? scaled
}

extension BatchShare {
  /// The mean and the biased variance of whole batches, from those of this worker's parts.
  fileprivate func moments(mean: Tensor, variance: Tensor) -> (mean: Tensor, variance: Tensor) {
    let whole = sum(mean * weight)
    // Deviations from the common mean: squares of means themselves would cancel.
    return (whole, sum((variance + (mean - whole).squared) * weight))
  }
}

/// 1/√(σ² + ε), and that times γ; `[parts, C]` each, detached from the tape.
private func scales(
  variance: Tensor,
  gamma: Tensor?,
  epsilon: Float
) -> (inverse: Tensor, scale: Tensor) {
  let inverse = Tensor.computed(
    .unary(.inverseSquareRoot(adding: epsilon)),
    variance,
    shape: variance.shape
  )
  return (inverse, gamma.map { inverse * $0.detached } ?? inverse)
}

/// (x − mean)·scale + β, detached from the tape.
private func normalized(
  _ x: Tensor,
  mean: Tensor,
  scale: Tensor,
  beta: Tensor?,
  parts: Int
) -> Tensor {
  let shift = beta ?? Tensor.zeros([x.shape[-1]])
  return .computed(.normalize(parts: parts), x, mean, scale, shift, shape: x.shape)
}
