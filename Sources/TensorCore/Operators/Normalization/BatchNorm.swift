import CKernels

/// The result of `batchNorm`: the normalised values and the statistics that they were normalised by.
public struct BatchNormResult {
  /// Values of the input's shape.
  public let output: Tensor
  /// The mean of each part's channels, `[parts, C]`; a constant to the tape.
  public let mean: Tensor
  /// The biased variance of each part's channels, `[parts, C]`; a constant to the tape.
  public let variance: Tensor
}

/// Each channel of a batch brought to mean 0 and variance 1, then scaled and shifted; noise and leaky
/// ReLU may follow.
///
/// y = γ·(x − μ)/√(σ² + ε) + β over all axes but the last, σ² being biased. What follows is computed in
/// the same pass over memory, each way.
///
/// Source: Ioffe and Szegedy 2015, "Batch Normalization", algorithm 1.
///
/// - Parameters:
///   - x: `[N, …, C]`, with at least one value a channel.
///   - gamma: `[C]`, or `nil` for 1.
///   - beta: `[C]`, or `nil` for 0.
///   - epsilon: Added to the variance inside the root.
///   - parts: The number of batches in x, one after the other and equally large, each of which is
///     normalised by itself.
///   - rectifier: What follows, if anything.
/// - Returns: The normalised values and the statistics of the batch.
/// - Precondition: The shapes fit, and N is a multiple of `parts`.
public func batchNorm(
  _ x: Tensor,
  gamma: Tensor?,
  beta: Tensor?,
  epsilon: Float,
  parts: Int = 1,
  then rectifier: NoisyRectifier? = nil
) -> BatchNormResult {
  let channels = x.rank > 0 ? x.shape[-1] : 0
  require(
    x.elementCount > 0 && [gamma, beta].allSatisfy { $0.map { $0.shape == [channels] } ?? true },
    "batchNorm: gamma \(gamma?.shape ?? []) and beta \(beta?.shape ?? []) for \(x.shape)"
  )
  require(parts > 0 && x.shape[0] % parts == 0, "batchNorm: \(parts) parts of \(x.shape)")
  let rows = x.elementCount / channels / parts
  let isFused = rectifier == nil || Pass.fits(width: channels, rowsPerPart: rows, parts: parts)
  let (mean, variance) = Kernels.momentsOfColumns(x.storage, width: channels, parts: parts)
  let inverse = Kernels.map(variance) { 1 / forger_square_root($0 + epsilon) }
  let columns = Pass.Columns(
    width: channels,
    parts: parts,
    mean: mean,
    inverse: inverse,
    gamma: gamma?.storage,
    beta: beta?.storage
  )
  let pass = Pass(columns: columns, then: isFused ? rectifier : nil, shape: x.shape)
  let (output, signs) = Kernels.apply(pass, to: x.storage, operator: "batchNorm")
  let normalization = Normalization(
    channels: channels,
    parts: parts,
    epsilon: epsilon,
    hasGamma: gamma != nil,
    hasBeta: beta != nil,
    rectifier: signs.map { ($0, pass.slope ?? 1) }
  )
  let statistics = [mean, variance, inverse].map { Tensor($0, shape: [parts, channels]) }
  let result = Tensor.recorded(
    "batchNorm",
    Tensor(output, shape: x.shape),
    inputs: [x] + [gamma, beta].compactMap(\.self),
    saving: [x, statistics[0], statistics[2]] + [gamma].compactMap(\.self)
  ) { normalization.gradients($0) }
  return BatchNormResult(
    output: isFused ? result : rectifier?(result) ?? result,
    mean: statistics[0],
    variance: statistics[1]
  )
}

/// Normalisation by given statistics, as in inference: γ·(x − μ)/√(σ² + ε) + β; leaky ReLU may follow.
///
/// - Precondition: All of `mean`, `variance`, `gamma` and `beta` are `[C]`.
public func normalize(
  _ x: Tensor,
  mean: Tensor,
  variance: Tensor,
  gamma: Tensor?,
  beta: Tensor?,
  epsilon: Float,
  then rectifier: NoisyRectifier? = nil
) -> Tensor {
  let operands = [x, mean, variance] + [gamma, beta].compactMap(\.self)
  let channels = x.rank > 0 ? x.shape[-1] : 0
  require(
    operands.dropFirst().allSatisfy { $0.shape == [channels] },
    "normalize: statistics of \(operands.dropFirst().map(\.shape)) for \(x.shape)"
  )
  let rows = x.elementCount / max(channels, 1)
  guard
    Recording.isOn && operands.contains(where: \.isTracked)
      || !Pass.fits(width: channels, rowsPerPart: rows, parts: 1)
  else {
    let columns = Pass.Columns(
      width: channels,
      parts: 1,
      mean: mean.storage,
      inverse: Kernels.map(variance.storage) { 1 / forger_square_root($0 + epsilon) },
      gamma: gamma?.storage,
      beta: beta?.storage
    )
    let pass = Pass(columns: columns, then: rectifier, shape: x.shape)
    let result = Kernels.apply(pass, to: x.storage, operator: "normalize").values
    return Tensor(result, shape: x.shape)
  }
  var scale = 1 / (variance + epsilon).squareRoot
  if let gamma { scale = scale * gamma }
  let scaled = (x - mean) * scale
  let shifted = beta.map { scaled + $0 } ?? scaled
  return rectifier?(shifted) ?? shifted
}

extension Pass {
  /// A normalisation and what follows it; noise is drawn here.
  fileprivate init(columns: Columns, then rectifier: NoisyRectifier?, shape: Shape) {
    self.init(columns: columns, noise: rectifier?.noise?.values(shape), slope: rectifier?.slope)
  }
}

extension Pass.Columns {
  /// Columns normalised by statistics `[parts, width]`, then scaled and shifted alike in all parts.
  fileprivate init(
    width: Int,
    parts: Int,
    mean: Storage,
    inverse: Storage,
    gamma: Storage?,
    beta: Storage?
  ) {
    self.init(
      width: width,
      parts: parts,
      mean: mean,
      scale: gamma.map { Kernels.times(inverse, rows: parts, $0) } ?? inverse,
      shift: beta ?? Tensor.zeros([width]).storage
    )
  }
}
