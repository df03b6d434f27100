/// A function of one number, applied to every element.
public enum UnaryFunction: Hashable, Sendable {
  /// −x.
  case negate
  /// |x|.
  case absolute
  /// 1 for positive x, −1 for negative x, 0 otherwise.
  case sign
  /// √x; not a number for negative x.
  case squareRoot
  /// eˣ.
  case exponential
  /// The natural logarithm: −∞ at 0, not a number below.
  case logarithm
  /// The hyperbolic tangent.
  case tanh
  /// 1 / (1 + e⁻ˣ).
  case logistic
  /// log(1 + eˣ), without overflow.
  case softplus

  // With a number.

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
  /// x moved to the nearest number from `low` to `high`; not a number stays so.
  case clamp(low: Float, high: Float)

  // Masks: 1 where something holds, 0 elsewhere.

  /// low ≤ x ≤ high.
  case isInside(low: Float, high: Float)
  /// x ≥ c.
  case isAtLeast(Float)
}

/// A function of two numbers, applied to every pair of elements; shapes broadcast.
public enum BinaryFunction: Hashable, Sendable {
  /// a + b.
  case add
  /// a − b.
  case subtract
  /// a · b.
  case multiply
  /// a / b.
  case divide
  /// The larger one; not a number if either is.
  case maximum
  /// 1 where a = b, 0 elsewhere.
  case isEqual

  // Fused.

  /// a + c · b.
  case addScaled(Float)
  /// a + c · (b − a): from a towards b.
  case interpolate(Float)
  /// a · (1 − b²): the gradient of tanh, from that of its output and the output.
  case tanhGradient
  /// a · b · (1 − b): the same of the logistic function.
  case logisticGradient
}

extension UnaryFunction {
  /// The function's name, for profiles and messages.
  public var name: String {
    switch self {
    case .negate: "negate"
    case .absolute: "absolute"
    case .sign: "sign"
    case .squareRoot: "square root"
    case .exponential: "exponential"
    case .logarithm: "logarithm"
    case .tanh: "tanh"
    case .logistic: "sigmoid"
    case .softplus: "softplus"
    case .plus, .subtracted: "add a number"
    case .times, .divided, .dividing: "multiply by a number"
    case .inverseSquareRoot: "inverse square root"
    case .clamp: "clamp"
    case .isInside, .isAtLeast: "compare with a number"
    }
  }
}

extension BinaryFunction {
  /// The function's name, for profiles and messages.
  public var name: String {
    switch self {
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .divide: "divide"
    case .maximum: "maximum of two"
    case .isEqual: "compare"
    case .addScaled: "add scaled"
    case .interpolate: "interpolate"
    case .tanhGradient: "tanh gradient"
    case .logisticGradient: "sigmoid gradient"
    }
  }
}
