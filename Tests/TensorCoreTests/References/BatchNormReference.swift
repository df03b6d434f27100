import TensorCore

/// Batch normalization from its definition, and its gradients from the chain rule, in Double.
///
/// Source: Ioffe and Szegedy 2015, "Batch Normalization", section 3, the six equations of the backward pass.
struct BatchNormReference {
  let width: Int
  let rows: Int
  let mean: [Double]
  let variance: [Double]
  let output: [Double]
  let inputGradient: [Double]
  let gammaGradient: [Double]
  let betaGradient: [Double]

  init(_ x: Tensor, gamma: Tensor?, beta: Tensor?, epsilon: Float, outputGradient: Tensor) {
    let width = x.shape[-1]
    let rows = x.elementCount / width
    let values = x.scalars.map(Double.init)
    let slopes = outputGradient.scalars.map(Double.init)
    let gammas = gamma?.scalars.map(Double.init) ?? [Double](repeating: 1, count: width)
    let betas = beta?.scalars.map(Double.init) ?? [Double](repeating: 0, count: width)
    let count = Double(rows)
    var (means, variances): ([Double], [Double]) = ([], [])
    var output = values
    var inputGradient = values
    var (gammaGradient, betaGradient): ([Double], [Double]) = ([], [])
    for c in 0..<width {
      let places = stride(from: c, to: values.count, by: width)
      let mean = places.reduce(0) { $0 + values[$1] } / count
      let variance = places.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) } / count
      let deviation = (variance + Double(epsilon)).squareRoot()
      for i in places { output[i] = gammas[c] * (values[i] - mean) / deviation + betas[c] }
      let varianceSlope = places.reduce(0) {
        $0 + slopes[$1] * gammas[c] * (values[$1] - mean) * -0.5
          / (deviation * deviation * deviation)
      }
      let meanSlope =
        places.reduce(0) { $0 - slopes[$1] * gammas[c] / deviation }
        + varianceSlope * places.reduce(0) { $0 - 2 * (values[$1] - mean) } / count
      for i in places {
        inputGradient[i] =
          slopes[i] * gammas[c] / deviation + varianceSlope * 2 * (values[i] - mean) / count
          + meanSlope / count
      }
      gammaGradient.append(
        places.reduce(0) { $0 + slopes[$1] * (values[$1] - mean) / deviation }
      )
      betaGradient.append(places.reduce(0) { $0 + slopes[$1] })
      means.append(mean)
      variances.append(variance)
    }
    self.width = width
    self.rows = rows
    mean = means
    variance = variances
    self.output = output
    self.inputGradient = inputGradient
    self.gammaGradient = gammaGradient
    self.betaGradient = betaGradient
  }
}
