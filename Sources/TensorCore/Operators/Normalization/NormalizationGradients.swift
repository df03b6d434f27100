/// The way back through `batchNorm`.
struct Normalization {
  let channels: Int
  let parts: Int
  let epsilon: Float
  let hasGamma: Bool
  let hasBeta: Bool
  /// Leaky ReLU in the same pass, if there was one.
  let rectifier: (signs: Signs, slope: Float)?

  /// The gradients of x, γ and β, where there are γ and β.
  func gradients(_ pass: BackwardPass) -> [Tensor?] {
    let found = pass.createsGraph ? inOperators(pass) : fused(pass)
    return [found.x] + (hasGamma ? [found.gamma] : []) + (hasBeta ? [found.beta] : [])
  }

  private typealias Found = (x: Tensor?, gamma: Tensor?, beta: Tensor?)

  /// dx = γ/√(σ² + ε) · (dy − mean(dy) − x̂·mean(dy·x̂)), with dγ = Σ dy·x̂ and dβ = Σ dy.
  private func fused(_ pass: BackwardPass) -> Found {
    let x = pass.saved(0)
    let inverse = pass.saved(2).storage
    let back = NormalizationBack(
      gradient: pass.gradient.storage,
      x: x.storage,
      mean: pass.saved(1).storage,
      width: channels,
      parts: parts,
      rectifier: rectifier
    )
    let (sums, products) = Kernels.batchNormSums(back)
    let normalized = Kernels.map(products, inverse) { $0 * $1 }
    var input: Tensor?
    if pass.needs(0) {
      let share = Float(parts * channels) / Float(x.elementCount)
      let values = Kernels.batchNormInputGradient(
        back,
        shift: Kernels.map(sums) { $0 * share },
        spread: Kernels.map(normalized, inverse) { $0 * $1 * share },
        scale: hasGamma
          ? Kernels.times(inverse, rows: parts, pass.saved(3).storage) : inverse
      )
      input = Tensor(values, shape: x.shape)
    }
    return (input, total(normalized), total(sums))
  }

  /// The sum over the parts.
  private func total(_ values: Storage) -> Tensor {
    Tensor(Kernels.sum(values, outer: 1, length: parts, inner: channels), shape: [channels])
  }

  /// The same in operators, to be differentiated again: the statistics are functions of x there.
  private func inOperators(_ pass: BackwardPass) -> Found {
    let x = pass.saved(0).reshaped(to: [parts, -1, channels])
    let gradient =
      (rectifier.map { rectified(pass.gradient, by: $0.signs, slope: $0.slope) } ?? pass.gradient)
      .reshaped(to: [parts, -1, channels])
    let centred = x - x.mean(along: [1], keepingAxes: true)
    let inverse = 1 / (centred.squared.mean(along: [1], keepingAxes: true) + epsilon).squareRoot
    let normalized = centred * inverse
    var input: Tensor?
    if pass.needs(0) {
      let scaled = hasGamma ? gradient * pass.saved(3) : gradient
      let spread = (scaled * normalized).mean(along: [1], keepingAxes: true)
      let centredGradient = scaled - scaled.mean(along: [1], keepingAxes: true)
      input = ((centredGradient - normalized * spread) * inverse).reshaped(to: pass.gradient.shape)
    }
    return (input, (gradient * normalized).sum(along: [0, 1]), gradient.sum(along: [0, 1]))
  }
}
