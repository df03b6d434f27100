import CKernels

/// The result of `batchNorm`: the normalised values and the statistics that they were normalised by.
public struct BatchNormResult {
  /// Values of the input's shape.
  public let output: Tensor
  /// The mean of each channel, `[C]`; a constant to the tape.
  public let mean: Tensor
  /// The biased variance of each channel, `[C]`; a constant to the tape.
  public let variance: Tensor
}

/// Each channel of a batch brought to mean 0 and variance 1, then scaled and shifted.
///
/// y = γ·(x − μ)/√(σ² + ε) + β over all axes but the last, σ² being biased.
///
/// Source: Ioffe and Szegedy 2015, "Batch Normalization", algorithm 1.
///
/// - Parameters:
///   - x: `[…, C]`, with at least one value a channel.
///   - gamma: `[C]`, or `nil` for 1.
///   - beta: `[C]`, or `nil` for 0.
///   - epsilon: Added to the variance inside the root.
/// - Returns: The normalised values and the statistics of the batch.
/// - Precondition: The shapes fit.
public func batchNorm(
  _ x: Tensor,
  gamma: Tensor?,
  beta: Tensor?,
  epsilon: Float
) -> BatchNormResult {
  let channels = x.rank > 0 ? x.shape[-1] : 0
  require(
    x.elementCount > 0 && [gamma, beta].allSatisfy { $0.map { $0.shape == [channels] } ?? true },
    "batchNorm: gamma \(gamma?.shape ?? []) and beta \(beta?.shape ?? []) for \(x.shape)"
  )
  let (mean, variance) = Kernels.momentsOfColumns(x.storage, width: channels)
  let inverse = Kernels.map(variance) { 1 / forger_square_root($0 + epsilon) }
  let output = Kernels.normalizeColumns(
    x.storage,
    mean: mean,
    inverse: inverse,
    gamma: gamma?.storage,
    beta: beta?.storage
  )
  let statistics = [mean, inverse].map { Tensor($0, shape: [channels]) }
  let result = Tensor.recorded(
    "batchNorm",
    Tensor(output, shape: x.shape),
    inputs: [x] + [gamma, beta].compactMap(\.self),
    saving: [x] + statistics + [gamma].compactMap(\.self)
  ) { pass in
    let gradients =
      pass.createsGraph
      ? batchNormGradients(pass, hasGamma: gamma != nil, epsilon: epsilon)
      : fusedBatchNormGradients(pass, hasGamma: gamma != nil)
    return [gradients.x] + (gamma == nil ? [] : [gradients.gamma])
      + (beta == nil ? [] : [gradients.beta])
  }
  return BatchNormResult(
    output: result,
    mean: statistics[0],
    variance: Tensor(variance, shape: [channels])
  )
}

private typealias Gradients = (x: Tensor?, gamma: Tensor?, beta: Tensor?)

/// dx = γ/√(σ² + ε) · (dy − mean(dy) − x̂·mean(dy·x̂)), with dγ = Σ dy·x̂ and dβ = Σ dy.
private func fusedBatchNormGradients(_ pass: BackwardPass, hasGamma: Bool) -> Gradients {
  let x = pass.saved(0)
  let (mean, inverse) = (pass.saved(1).storage, pass.saved(2).storage)
  let channels: Shape = [mean.count]
  let (beta, gamma) = Kernels.batchNormSums(
    gradient: pass.gradient.storage,
    x.storage,
    mean: mean,
    inverse: inverse
  )
  var input: Tensor?
  if pass.needs(0) {
    let values = Kernels.batchNormInputGradient(
      gradient: pass.gradient.storage,
      x.storage,
      mean: mean,
      inverse: inverse,
      gamma: hasGamma ? pass.saved(3).storage : nil,
      sums: (beta, gamma)
    )
    input = Tensor(values, shape: x.shape)
  }
  return (input, Tensor(gamma, shape: channels), Tensor(beta, shape: channels))
}

/// The same in operators, to be differentiated again: the statistics are functions of x there.
private func batchNormGradients(
  _ pass: BackwardPass,
  hasGamma: Bool,
  epsilon: Float
) -> Gradients {
  let (x, gradient) = (pass.saved(0), pass.gradient)
  let rows = Array(0..<(x.rank - 1))
  let centred = x - x.mean(along: rows, keepingAxes: true)
  let inverse =
    1 / (centred.squared.mean(along: rows, keepingAxes: true) + epsilon).squareRoot
  let normalized = centred * inverse
  var input: Tensor?
  if pass.needs(0) {
    let scaled = hasGamma ? gradient * pass.saved(3) : gradient
    let spread = (scaled * normalized).mean(along: rows, keepingAxes: true)
    input =
      (scaled - scaled.mean(along: rows, keepingAxes: true) - normalized * spread) * inverse
  }
  return (
    input, (gradient * normalized).sum(along: rows), gradient.sum(along: rows)
  )
}

/// Normalisation by given statistics, as in inference: γ·(x − μ)/√(σ² + ε) + β.
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
  var scale = 1 / (variance + epsilon).squareRoot
  if let gamma { scale = scale * gamma }
  let scaled = (x - mean) * scale
  return beta.map { scaled + $0 } ?? scaled
}
