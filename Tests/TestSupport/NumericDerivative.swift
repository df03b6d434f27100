import TensorCore

/// Derivatives of a function of tensors by central differences.
struct NumericDerivative {
  /// The distance between the points at which the function is evaluated.
  let step: Float
  /// The function, added up in Double so that the sum adds no error of its own.
  let function: ([Tensor]) -> Double

  /// The derivative with respect to one element of one operand.
  ///
  /// Five points: the error is the fifth derivative times step⁴/30, so that the step can be large
  /// enough (1/32) for float32's rounding, about 1e-7/step, to stay small as well.
  func callAsFunction(_ operand: Int, _ element: Int, at operands: [Tensor]) -> Double {
    func value(_ steps: Float) -> (at: Float, value: Double) {
      var moved = operands
      var scalars = operands[operand].scalars
      scalars[element] += steps * step
      moved[operand] = Tensor(scalars, shape: operands[operand].shape)
      return (scalars[element], function(moved))
    }
    let (near, far) = ((value(-1), value(1)), (value(-2), value(2)))
    // The points as rounded, not as meant.
    let inner = (near.1.value - near.0.value) / Double(near.1.at - near.0.at)
    let outer = (far.1.value - far.0.value) / Double(far.1.at - far.0.at)
    return (4 * inner - outer) / 3
  }
}

/// Σ weights · values in Double.
func weightedSum(_ values: Tensor, _ weights: Tensor) -> Double {
  zip(values.scalars, weights.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

/// The length of `values` scaled element-wise by `weights`: what independent rounding errors of the
/// values add up to in `weightedSum`, in units of the rounding.
func weightedLength(_ values: Tensor, _ weights: Tensor) -> Double {
  zip(values.scalars, weights.scalars).reduce(0) {
    $0 + (Double($1.0) * Double($1.1)) * (Double($1.0) * Double($1.1))
  }.squareRoot()
}
