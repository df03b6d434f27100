public import TensorCore

extension Operation {
  /// How far a float32 result may lie from the exact one, in units of 2⁻²⁴ of its magnitude; 0 for
  /// operations that round nothing.
  ///
  /// A rounding is wrong by half a unit in the last place, 2⁻²⁴ of the result, at most. A fused
  /// operation may round as often as the steps of its decomposition together.
  public func roundings(of shapes: [Shape]) -> Double {
    if let program = decomposition(of: shapes) {
      return program.steps.reduce(0) {
        $0 + $1.operation.roundings(of: $1.operands.map(\.shape))
      }
    }
    switch self {
    case .fill, .isFinite, .maximum, .broadcast, .transpose, .slice, .place, .concatenate,
      .upsample, .maximumPool, .pick:
      return 0
    // Normal numbers are made by polynomials with an absolute error below 1e-6, 17 units.
    case .random: return 20
    case .unary(let function): return function.roundings
    case .binary(let function): return function.roundings
    case .sum(let axes): return Self.sum(axes.map { shapes[0].dimensions[$0] }.reduce(1, *))
    case .upsampleGradient(let factor): return Self.sum(factor * factor)
    case .matrixProduct(let transposed, _): return Self.sum(shapes[0][transposed ? -2 : -1])
    case .convolution(let g), .upsampledConvolution(let g, .forward):
      return Self.transformed + Self.sum(g.taps * g.input.channels / g.groups)
    case .convolutionInputGradient(let g), .upsampledConvolution(let g, .inputGradient):
      return Self.transformed + Self.sum(g.taps * g.output.channels / g.groups)
    case .convolutionWeightGradient(let g), .upsampledConvolution(let g, .weightGradient):
      return Self.transformed + Self.sum(g.batch * g.output.height * g.output.width)
    case .scatterAdd: return Self.sum(shapes[0].elementCount)
    // A weight is a product of two polynomials, rounded some ten times.
    case .resample: return 10 + Self.sum(16)
    case .resampleGradient: return 10 + Self.sum(16 * shapes[0][1] * shapes[0][2])
    case .leakyReLU, .leakyReLUGradient: return 1
    // What these are made of is counted above.
    case .moments, .normalize, .normalizationSums, .normalizationGradient, .addNoise,
      .rectifiedPass, .update, .convolutionBiasGradient, .mixChannels:
      return 4
    }
  }

  /// Roundings of a sum of `count` products.
  ///
  /// Each is rounded and each addition is, but the errors cancel as random ones do: beyond four times
  /// the root of their number lies less than one in a thousand of sums.
  ///
  /// Source: Higham and Mary 2019, "A New Approach to Probabilistic Rounding Error Analysis", theorem
  /// 2.4.
  private static func sum(_ count: Int) -> Double {
    let terms = Double(count)
    return 1 + Swift.min(terms, 4 * terms.squareRoot())
  }

  /// Winograd's transforms of up to eight points enlarge rounding errors by two digits at most.
  private static let transformed = 100.0
}

extension ConvolutionGeometry {
  fileprivate var taps: Int { kernel.vertical * kernel.horizontal }
}
