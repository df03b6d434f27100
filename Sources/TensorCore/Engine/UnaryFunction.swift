import CKernels

/// A function of one number, applied to every element.
public enum UnaryFunction: Hashable, Sendable {
  /// −x.
  case negate
  /// |x|.
  case absolute
  /// 1 for positive x, −1 for negative x, 0 otherwise.
  case sign
  /// √x; NaN for negative x.
  case squareRoot
  /// eˣ.
  case exponential
  /// The natural logarithm: −∞ at 0, NaN below.
  case logarithm
  /// tanh(x).
  case tanh
  /// 1 / (1 + e⁻ˣ).
  case logistic
  /// log(1 + eˣ), without overflow.
  case softplus

  // With a constant.

  /// x + c.
  case plus(Float)
  /// c − x.
  case subtracted(from: Float)
  /// x · c.
  case times(Float)
  /// x / c.
  case divided(by: Float)
  /// c / x.
  case dividing(Float)
  /// 1 / √(x + c); fused.
  case inverseSquareRoot(adding: Float)
  /// x clamped to `low...high`; NaN stays NaN.
  case clamp(low: Float, high: Float)

  // Masks: 1 where the condition holds, 0 elsewhere.

  /// low ≤ x ≤ high.
  case isInside(low: Float, high: Float)
  /// x ≥ c.
  case isAtLeast(Float)

  /// The function's name, for profiles and messages.
  public var name: String {
    switch self {
    case .negate: "negate"
    case .absolute: "absolute"
    case .sign: "sign"
    case .squareRoot: "squareRoot"
    case .exponential: "exponential"
    case .logarithm: "logarithm"
    case .tanh: "tanh"
    case .logistic: "sigmoid"
    case .softplus: "softplus"
    case .plus, .subtracted: "add a number"
    case .times, .divided, .dividing: "multiply by a number"
    case .inverseSquareRoot: "inverse squareRoot"
    case .clamp: "clamped"
    case .isInside, .isAtLeast: "compare with a number"
    }
  }

  /// Applies the function to all values on the CPU.
  func onCPU(_ x: Storage) -> Storage {
    switch self {
    case .negate: Kernels.map(x) { -$0 }
    case .absolute: Kernels.map(x) { $0.replacing(with: -$0, where: $0 .< 0) }
    case .sign:
      Kernels.map(x) {
        Vector.zero.replacing(with: 1, where: $0 .> 0).replacing(with: -1, where: $0 .< 0)
      }
    case .squareRoot: Kernels.map(x) { forger_square_root($0) }
    case .exponential: Kernels.map(x) { VectorFunctions.exponential($0) }
    case .logarithm: Kernels.map(x) { VectorFunctions.logarithm($0) }
    case .tanh: Kernels.hyperbolicTangent(x)
    case .logistic: Kernels.map(x) { 1 / (1 + VectorFunctions.exponential(-$0)) }
    case .softplus: Kernels.map(x) { VectorFunctions.softplus($0) }
    case .plus(let c): Kernels.map(x) { $0 + c }
    case .subtracted(let c): Kernels.map(x) { c - $0 }
    case .times(let c): Kernels.map(x) { $0 * c }
    case .divided(let c): Kernels.map(x) { $0 / c }
    case .dividing(let c): Kernels.map(x) { c / $0 }
    case .inverseSquareRoot(let c): Kernels.map(x) { 1 / forger_square_root($0 + c) }
    case .clamp(let low, let high):
      Kernels.map(x) {
        $0.replacing(with: low, where: $0 .< low).replacing(with: high, where: $0 .> high)
      }
    case .isInside(let low, let high):
      Kernels.map(x) { Vector.zero.replacing(with: 1, where: ($0 .>= low) .& ($0 .<= high)) }
    case .isAtLeast(let c): Kernels.map(x) { Vector.zero.replacing(with: 1, where: $0 .>= c) }
    }
  }
}
