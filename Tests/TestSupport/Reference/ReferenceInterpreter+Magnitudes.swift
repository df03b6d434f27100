public import TensorCore

/// A value and, beside each element, the size of what it was added up from: what an engine's
/// rounding errors are measured by, as they do not shrink where a result happens to be near 0.
public struct ScaledValue: Sendable {
  /// The value.
  public let value: ReferenceValue
  /// The same sums without their signs, so that nothing cancels.
  public let magnitude: ReferenceValue

  init(_ value: ReferenceValue, _ magnitude: ReferenceValue) {
    self.value = value
    self.magnitude = magnitude
  }

  /// A value that was not computed.
  public init(given value: ReferenceValue) { self.init(value, value.map(abs)) }
}

extension ReferenceInterpreter {
  /// The results of an operation with their magnitudes.
  ///
  /// Those of a fused operation are its decomposition's. A convolution has one for all its elements:
  /// transforms such as Winograd's spread errors over tiles.
  public func run(_ operation: Operation, on operands: [ScaledValue]) -> [ScaledValue] {
    let values = run(operation, on: operands.map(\.value))
    if let program = operation.decomposition(of: operands.map(\.value.shape)) {
      let scaled = program.run(on: operands, seenAs: { $0.seen(as: $1) }, by: run)
      return zip(values, scaled).map { ScaledValue($0, $1.magnitude) }
    }
    return zip(values, magnitudes(operation, operands, values)).map { ScaledValue($0, $1) }
  }

  private func magnitudes(
    _ operation: Operation,
    _ x: [ScaledValue],
    _ results: [ReferenceValue]
  ) -> [ReferenceValue] {
    switch operation {
    case .fill, .isFinite, .maximumPool: results.map { $0.map(abs) }
    case .random(let fill, _): results.map { $0.map { abs($0) + fill.spread } }
    case .unary(let function): [function.magnitude(x[0], results[0])]
    case .binary(let function): [function.magnitude(x[0], x[1], results[0].shape)]
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient,
      .upsampledConvolution:
      run(operation, on: x.map(\.magnitude)).map { sums in
        ReferenceValue(repeating: sums.values.max() ?? 0, shape: sums.shape)
      }
    case .resample(let resampling):
      [resampled(x[0].magnitude, at: x[1].value, resampling, withoutSigns: true)]
    case .resampleGradient(let resampling):
      [spread(x[0].magnitude, at: x[1].value, resampling, withoutSigns: true)]
    case .pick, .scatterAdd: run(operation, on: [x[0].magnitude, x[1].value])
    case .leakyReLU(let slope):
      [x[0].magnitude.map { $0 * Double(max(1, abs(slope))) }, results[1]]
    case .leakyReLUGradient(let slope):
      run(.leakyReLUGradient(slope: abs(slope)), on: [x[0].magnitude, x[1].value])
    default:
      // Sums, products and moves, whose coefficients are not negative.
      run(operation, on: x.map(\.magnitude))
    }
  }
}

extension ScaledValue {
  func seen(as shape: Shape) -> Self { Self(value.seen(as: shape), magnitude.seen(as: shape)) }

  /// How many times the magnitude is as large as the value: what rounding errors were enlarged by.
  fileprivate var enlargement: ReferenceValue {
    ReferenceValue(
      zip(magnitude.values, value.values).map { $1 == 0 ? 1 : $0 / abs($1) },
      shape: value.shape
    )
  }
}

extension UnaryFunction {
  /// The magnitudes of the function's results.
  fileprivate func magnitude(_ x: ScaledValue, _ result: ReferenceValue) -> ReferenceValue {
    switch self {
    case .plus(let c), .subtracted(let c): return x.magnitude.map { $0 + Double(abs(c)) }
    // The error near 1 is not relative to the result but to what is left of 1.
    case .logarithm: return result.map { abs($0) + 0x1p-9 }
    default:
      let enlargement = x.enlargement
      return ReferenceValue(
        zip(result.values, enlargement.values).map { abs($0) * $1 },
        shape: result.shape
      )
    }
  }
}

extension BinaryFunction {
  /// The magnitudes of the function's results.
  fileprivate func magnitude(_ a: ScaledValue, _ b: ScaledValue, _ shape: Shape) -> ReferenceValue {
    func sizes(_ combine: (Double, Double) -> Double) -> ReferenceValue {
      ReferenceValue(shape: shape) {
        combine(a.magnitude.stretched(at: $0), b.magnitude.stretched(at: $0))
      }
    }
    switch self {
    case .add, .subtract: return sizes(+)
    case .multiply: return sizes(*)
    case .maximum: return sizes(Swift.max)
    case .isEqual: return sizes { _, _ in 1 }
    case .divide:
      let enlargement = b.enlargement
      return ReferenceValue(shape: shape) {
        a.magnitude.stretched(at: $0) / abs(b.value.stretched(at: $0))
          * enlargement.stretched(at: $0)
      }
    case .addScaled(let c): return sizes { $0 + Double(abs(c)) * $1 }
    case .interpolate(let c): return sizes { $0 + Double(abs(c)) * ($0 + $1) }
    case .tanhGradient: return sizes { $0 * (1 + $1 * $1) }
    case .logisticGradient: return sizes { $0 * $1 * (1 + $1) }
    }
  }
}

extension RandomFill {
  /// The size of the numbers that are scaled and shifted.
  fileprivate var spread: Double {
    switch distribution {
    case .uniform(let low, let high): Double(abs(low) + abs(high))
    case .normal(let mean, let deviation), .truncatedNormal(let mean, let deviation):
      Double(abs(mean) + deviation)
    }
  }
}
