/// The larger of x and 0.
///
/// Source: Nair and Hinton 2010, "Rectified Linear Units Improve Restricted Boltzmann Machines".
public func relu(_ x: Tensor) -> Tensor { leakyReLU(x, slope: 0) }

/// x where it is positive, `slope` · x elsewhere; noise may be added to x before.
///
/// Source: Maas, Hannun and Ng 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic
/// Models".
/// - Precondition: `slope` is at least 0.
public func leakyReLU(_ x: Tensor, slope: Float = 0.01, adding noise: Noise? = nil) -> Tensor {
  require(slope >= 0, "leakyReLU: a negative slope, \(slope)")
  let pass = Pass(noise: noise?.values(x.shape), slope: slope)
  let (value, signs) = Kernels.apply(pass, to: x.storage, operator: "leakyReLU")
  return .recorded("leakyReLU", Tensor(value, shape: x.shape), inputs: [x]) { pass in
    [signs.map { rectified(pass.gradient, by: $0, slope: slope) }]
  }
}

/// `gradient` where the sign is set, `slope` · `gradient` elsewhere: linear in the gradient, and
/// wherever leaky ReLU has a derivative, constant in its operand.
func rectified(_ gradient: Tensor, by signs: Signs, slope: Float) -> Tensor {
  let value = Kernels.rectified(gradient.storage, by: signs, slope: slope)
  return .recorded(
    "leakyReLU gradient",
    Tensor(value, shape: gradient.shape),
    inputs: [gradient]
  ) { pass in [rectified(pass.gradient, by: signs, slope: slope)] }
}

/// Leaky ReLU of values to which noise may have been added.
public struct NoisyRectifier {
  /// What negative values are multiplied with; 0 for ReLU.
  public let slope: Float
  /// What is added before.
  public let noise: Noise?

  /// Leaky ReLU, after noise or not.
  ///
  /// - Precondition: `slope` is at least 0.
  public init(slope: Float, adding noise: Noise? = nil) {
    require(slope >= 0, "NoisyRectifier: a negative slope, \(slope)")
    self.slope = slope
    self.noise = noise
  }

  /// Maps a tensor of any shape to one of the same shape.
  public func callAsFunction(_ x: Tensor) -> Tensor { leakyReLU(x, slope: slope, adding: noise) }
}
