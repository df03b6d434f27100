/// The larger of x and 0.
///
/// Source: Nair and Hinton 2010, "Rectified Linear Units Improve Restricted Boltzmann Machines".
public func relu(_ x: Tensor) -> Tensor { leakyReLU(x, slope: 0) }

/// x where it is positive, `slope` · x elsewhere.
///
/// Source: Maas, Hannun and Ng 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic
/// Models".
/// - Precondition: `slope` is at least 0: the sign of the output must be that of the input.
public func leakyReLU(_ x: Tensor, slope: Float = 0.01) -> Tensor {
  require(slope >= 0, "leakyReLU: a negative slope, \(slope)")
  let value = Kernels.map(x.storage) { scaled($0, by: slope, where: $0 .<= 0) }
  return .recorded(
    "leakyReLU",
    Tensor(value, shape: x.shape),
    inputs: [x],
    keepsOutput: true
  ) { pass in [rectified(pass.gradient, by: pass.output.detached, slope: slope)] }
}

/// `gradient` where `output` is positive, `slope` · `gradient` elsewhere: linear in the gradient
/// and, wherever it has a derivative, constant in the output.
private func rectified(_ gradient: Tensor, by output: Tensor, slope: Float) -> Tensor {
  let value = Kernels.map(gradient.storage, output.storage) {
    scaled($0, by: slope, where: $1 .<= 0)
  }
  return .recorded(
    "leakyReLU gradient",
    Tensor(value, shape: gradient.shape),
    inputs: [gradient],
    saving: [output]
  ) { pass in [rectified(pass.gradient, by: pass.saved(0), slope: slope)] }
}

/// Nothing passes a slope of 0, be it infinite.
@inline(__always)
private func scaled(_ x: Vector, by slope: Float, where mask: SIMDMask<SIMD8<Int32>>) -> Vector {
  slope == 0 ? x.replacing(with: 0, where: mask) : x.replacing(with: x * slope, where: mask)
}
