/// The backward pass of `batchNorm`.
struct Normalization {
  let channels: Int
  let parts: Int
  let epsilon: Float
  let hasGamma: Bool
  let hasBeta: Bool

  /// The gradients of x and, if there are any, γ and β.
  func gradients(_ pass: BackwardPass) -> [Tensor?] {
    let found = pass.createsGraph ? inOperators(pass) : fused(pass)
    return [found.x] + (hasGamma ? [found.gamma] : []) + (hasBeta ? [found.beta] : [])
  }

  private typealias Found = (x: Tensor?, gamma: Tensor?, beta: Tensor?)

  /// dx = γ/√(σ² + ε) · (dy − mean(dy) − x̂·mean(dy·x̂)), with dγ = Σ dy·x̂ and dβ = Σ dy.
  private func fused(_ pass: BackwardPass) -> Found {
    let (x, mean, inverse) = (pass.saved(0), pass.saved(1), pass.saved(2))
    let sums = Tensor.computed(
      .normalizationSums(parts: parts, slope: nil),
      [pass.gradient, x, mean]
    )
    let normalized = sums[1] * inverse
    var input: Tensor?
    if pass.needs(0) {
      // γ and β have their gradients from the optimizer, which adds up all workers'.
      let wholeSums =
        Context.current.shareOfStatistics.map { share in
          let both = share.sum(concatenate([sums[0], normalized]))
          return (both.slice(0..<parts, along: 0), both.slice(parts..<(2 * parts), along: 0))
        } ?? (sums[0], normalized)
      let share = Float(parts * channels) / Float(x.elementCount) * weight
      input = .computed(
        .normalizationGradient(parts: parts, slope: nil),
        pass.gradient,
        x,
        mean,
        wholeSums.0 * share,
        wholeSums.1 * inverse * share,
        hasGamma ? inverse * pass.saved(3).detached : inverse,
        shape: x.shape
      )
    }
    return (input, total(normalized), total(sums[0]))
  }

  /// This worker's share of the values that are normalized together.
  private var weight: Float { Context.current.shareOfStatistics?.weight ?? 1 }

  /// The sum over the parts.
  private func total(_ values: Tensor) -> Tensor { values.sum(along: [0]) }

  /// The same in operators, so that it can be differentiated again: there the statistics are functions of x.
  private func inOperators(_ pass: BackwardPass) -> Found {
    let x = pass.saved(0).reshaped(to: [parts, -1, channels])
    let gradient = pass.gradient.reshaped(to: [parts, -1, channels])
    let centered = x - mean(x)
    let inverse = 1 / (mean(centered.squared) + epsilon).squareRoot
    let normalized = centered * inverse
    var input: Tensor?
    if pass.needs(0) {
      let scaled = hasGamma ? gradient * pass.saved(3) : gradient
      let spread = mean(scaled * normalized)
      let centeredGradient = scaled - mean(scaled)
      input = ((centeredGradient - normalized * spread) * inverse)
        .reshaped(to: pass.gradient.shape)
    }
    return (input, (gradient * normalized).sum(along: [0, 1]), gradient.sum(along: [0, 1]))
  }

  /// The mean of each part's channels, over all workers.
  private func mean(_ values: Tensor) -> Tensor {
    let own = values.mean(along: [1], keepingAxes: true)
    return weight == 1 ? own : summedOverWorkers(own * weight)
  }
}
