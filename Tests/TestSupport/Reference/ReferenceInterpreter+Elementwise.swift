internal import Foundation
internal import TensorCore

extension UnaryFunction {
  /// The function of one number.
  func reference(_ x: Double) -> Double {
    switch self {
    case .negate: -x
    case .absolute: abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : 0
    case .squareRoot: x.squareRoot()
    case .exponential: Foundation.exp(x)
    case .logarithm: Foundation.log(x)
    case .tanh: Foundation.tanh(x)
    case .logistic: 1 / (1 + Foundation.exp(-x))
    case .softplus: x.isNaN ? x : max(x, 0) + Foundation.log1p(Foundation.exp(-abs(x)))
    case .plus(let c): x + Double(c)
    case .subtracted(let c): Double(c) - x
    case .times(let c): x * Double(c)
    case .divided(let c): x / Double(c)
    case .dividing(let c): Double(c) / x
    case .inverseSquareRoot(let c): 1 / (x + Double(c)).squareRoot()
    case .clamp(let low, let high):
      x < Double(low) ? Double(low) : x > Double(high) ? Double(high) : x
    case .isInside(let low, let high): Double(low) <= x && x <= Double(high) ? 1 : 0
    case .isAtLeast(let c): x >= Double(c) ? 1 : 0
    }
  }

  /// Roundings of the function: for those of the standard library, what `ExponentialTests` and
  /// `SigmoidsTests` hold them to.
  var roundings: Double {
    switch self {
    case .negate, .absolute, .sign, .clamp, .isInside, .isAtLeast: 0
    case .squareRoot, .plus, .subtracted, .times, .divided, .dividing: 1
    case .inverseSquareRoot: 3
    case .exponential, .tanh: 4
    case .logarithm, .logistic, .softplus: 8
    }
  }
}

extension BinaryFunction {
  /// The function of two numbers.
  func reference(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .maximum: a.isNaN || b.isNaN ? .nan : max(a, b)
    case .isEqual: a == b ? 1 : 0
    case .addScaled(let c): a + Double(c) * b
    case .interpolate(let c): a + Double(c) * (b - a)
    case .tanhGradient: a * (1 - b * b)
    case .logisticGradient: a * b * (1 - b)
    }
  }

  /// The function of every pair of two values that broadcast to `shape`.
  func reference(_ a: ReferenceValue, _ b: ReferenceValue, to shape: Shape) -> ReferenceValue {
    ReferenceValue(shape: shape) { reference(a.stretched(at: $0), b.stretched(at: $0)) }
  }

  /// Roundings of the function: one for each of its steps.
  var roundings: Double {
    switch self {
    case .maximum, .isEqual: 0
    case .add, .subtract, .multiply, .divide: 1
    case .addScaled: 2
    case .interpolate, .tanhGradient, .logisticGradient: 3
    }
  }
}

extension ReferenceInterpreter {
  /// y and the signs of a leaky ReLU.
  func leakyReLU(_ x: ReferenceValue, _ slope: Float) -> [ReferenceValue] {
    let passes = x.map { $0 > 0 || $0.isNaN ? 1 : 0 }
    return [leakyReLUGradient(x, signs: passes, slope), passes]
  }

  /// dy where the sign is 1, slope · dy elsewhere; nothing at all for a slope of 0.
  func leakyReLUGradient(
    _ gradient: ReferenceValue,
    signs: ReferenceValue,
    _ slope: Float
  ) -> ReferenceValue {
    var result = gradient
    for index in result.values.indices where signs.values[index] == 0 {
      result.values[index] = slope == 0 ? 0 : result.values[index] * Double(slope)
    }
    return result
  }

  /// x + σ · n.
  func withNoise(
    _ x: ReferenceValue,
    _ noise: NoiseAddition,
    given: ReferenceValue?
  ) -> ReferenceValue {
    let numbers: [Double] =
      switch noise.source {
      case .given: given?.values ?? []
      case .drawn(let blocks, let first):
        RandomFill(.normal(mean: 0, standardDeviation: 1), blocks: blocks, first: first)
          .numbers(x.values.count)
      }
    let deviation = Double(noise.standardDeviation)
    return ReferenceValue(zip(x.values, numbers).map { $0 + deviation * $1 }, shape: x.shape)
  }

  /// Normalization if there are parts, noise if there is any, and leaky ReLU.
  func rectifiedPass(
    _ x: [ReferenceValue],
    parts: Int?,
    _ noise: NoiseAddition?,
    slope: Float
  ) -> [ReferenceValue] {
    var value = x[0]
    if let parts { value = normalize(x[0], mean: x[1], scale: x[2], shift: x[3], parts: parts) }
    if let noise { value = withNoise(value, noise, given: x.last) }
    return leakyReLU(value, slope)
  }
}
