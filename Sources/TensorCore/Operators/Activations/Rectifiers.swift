import Preconditions

/// The larger of x and 0.
///
/// Source: Nair and Hinton 2010, "Rectified Linear Units Improve Restricted Boltzmann Machines".
public func relu(_ x: Tensor) -> Tensor { leakyReLU(x, slope: 0) }

/// x where it is positive, `slope` · x elsewhere.
///
/// Source: Maas, Hannun and Ng 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic
/// Models".
/// - Precondition: `slope` is at least 0.
public func leakyReLU(_ x: Tensor, slope: Float = 0.01) -> Tensor {
  require(slope >= 0, "leakyReLU: a negative slope, \(slope)")
  let results = Tensor.computed(.leakyReLU(slope: slope), [x])
  let (value, signs) = (results[0], results[1])
  return .recorded("leakyReLU", value, inputs: [x], saving: [signs]) { pass in
    [leakyReLUGradient(pass.gradient, signs: pass.saved(0), slope: slope)]
  }
}

/// `gradient` where the sign is set, `slope` · `gradient` elsewhere: linear in the gradient, and
/// wherever leaky ReLU has a derivative, constant in its operand.
private func leakyReLUGradient(_ gradient: Tensor, signs: Tensor, slope: Float) -> Tensor {
  let value = Tensor.computed(
    .leakyReLUGradient(slope: slope),
    gradient,
    signs,
    shape: gradient.shape
  )
  return .recorded("leakyReLU gradient", value, inputs: [gradient], saving: [signs]) { pass in
    [leakyReLUGradient(pass.gradient, signs: pass.saved(0), slope: slope)]
  }
}
