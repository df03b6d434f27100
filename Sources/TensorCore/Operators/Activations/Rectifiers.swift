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
  let (value, signs) = signedLeakyReLU(x, slope: slope)
  return .recorded("leakyReLU", value, inputs: [x], saving: [signs]) { pass in
    [leakyReLUGradient(pass.gradient, signs: pass.saved(0), slope: slope)]
  }
}

/// Leaky ReLU and the signs of its operand, which its derivatives are made of; off the tape.
///
/// - Precondition: `slope` is at least 0.
package func signedLeakyReLU(_ x: Tensor, slope: Float) -> (value: Tensor, signs: Tensor) {
  require(slope >= 0, "leakyReLU: a negative slope, \(slope)")
  let results = Tensor.computed(.leakyReLU(slope: slope), [x])
  return (results[0], results[1])
}

/// `gradient` where the sign is set, `slope` · `gradient` elsewhere: linear in the gradient and, wherever
/// leaky ReLU is differentiable, constant in its operand.
package func leakyReLUGradient(_ gradient: Tensor, signs: Tensor, slope: Float) -> Tensor {
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
