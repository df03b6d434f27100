import Randomness
import TensorCore

extension OperationCase {
  /// Lengths around those of vectors, single elements and nothing.
  private static let shapes: [Shape] = [
    [], [1], [1, 1], [7], [8], [3, 11], [2, 3, 4, 5], [0, 3],
  ]

  static let fills: [OperationCase] = {
    let distributions: [RandomFill.Distribution] = [
      .uniform(low: 0, high: 1), .uniform(low: -3, high: 0.5),
      .normal(mean: 0, standardDeviation: 1), .normal(mean: -2, standardDeviation: 0.02),
      .truncatedNormal(mean: 0, standardDeviation: 1),
      .truncatedNormal(mean: 0.5, standardDeviation: 3),
    ]
    var cases = shapes.map { OperationCase(.fill(-0.75, $0), []) }
    for shape in [[], [1], [63], [64], [3, 67], [5, 130]] as [Shape] {
      for (index, distribution) in distributions.enumerated() {
        let blocks = RandomBlocks(seed: UInt64(index) << 40 | 5, purpose: "operations")
        // The last blocks whose number fits 32 bits, and the first that do not.
        let fill = RandomFill(distribution, blocks: blocks, first: (1 << 32) - 16)
        cases.append(OperationCase(.random(fill, shape), []))
      }
    }
    return cases
  }()

  /// Functions of one number, with the range that they are tried in.
  private static let functions: [(UnaryFunction, Float, Float)] = [
    (.negate, -2, 2), (.absolute, -2, 2), (.sign, -2, 2), (.squareRoot, 0, 9),
    (.exponential, -80, 80), (.exponential, -2, 2), (.logarithm, 1e-6, 4), (.logarithm, 0.9, 1.1),
    (.tanh, -4, 4), (.tanh, -0.01, 0.01), (.logistic, -30, 30), (.softplus, -30, 30),
    (.plus(0.3), -2, 2), (.subtracted(from: 1), -2, 2), (.times(-1.7), -2, 2),
    (.divided(by: 3), -2, 2), (.dividing(0.7), 0.1, 2), (.inverseSquareRoot(adding: 1e-5), 0, 1),
    (.clamp(low: -0.5, high: 0.25), -1, 1), (.isInside(low: -0.5, high: 0.25), -1, 1),
    (.isAtLeast(0.1), -1, 1),
  ]

  /// What float32 has besides ordinary numbers, both zeros, and what may be multiplied with itself.
  private static let special: [Float] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, 0.25, -0.5, 1e12,
  ]

  /// Pairs of shapes that broadcast, each kind a path of its own.
  private static let pairs: [(Shape, Shape)] = [
    ([], []), ([1, 1], [1, 1]), ([7], [7]), ([3, 11], [3, 11]), ([3, 11], []), ([], [3, 11]),
    ([3, 11], [11]), ([11], [3, 11]), ([5, 3], [5, 1]), ([5, 1], [1, 3]),
    ([2, 3, 5, 16], [2, 1, 1, 16]), ([3, 5, 8], [3, 1, 8]), ([3, 1, 5, 8], [3, 1, 1, 8]),
    ([2, 3, 16], [1, 3, 16]), ([2, 3, 5, 8], [2, 1, 5, 8]), ([2, 3, 5, 8], [1, 3, 1, 8]),
    ([2, 1, 4, 9], [3, 1, 9]), ([2, 3, 3, 16], [16]), ([4, 1, 1, 2], [4, 3, 5, 2]), ([0, 3], [3]),
  ]

  private static let pairFunctions: [BinaryFunction] = [
    .add, .subtract, .multiply, .divide, .maximum, .isEqual, .addScaled(-0.3), .interpolate(0.001),
    .tanhGradient, .logisticGradient,
  ]

  static let elementwise: [OperationCase] = {
    var cases: [OperationCase] = []
    let row = Sample.given(special, [special.count])
    let column = Sample.given(special, [special.count, 1])
    for (function, low, high) in functions {
      cases += shapes.map { OperationCase(.unary(function), [.numbers($0, from: low, to: high)]) }
      cases.append(OperationCase(.unary(function), [row]))
    }
    for function in pairFunctions {
      cases += pairs.map { a, b in
        OperationCase(.binary(function), [.numbers(a), .numbers(b, from: 0.1, to: 1)])
      }
      cases.append(OperationCase(.binary(function), [column, row]))
    }
    for odd in [.nan, .infinity, 1e38] as [Float] {
      for place in [0, 8, 12] {
        var numbers = [Float](repeating: 1, count: 13)
        numbers[place] = odd
        cases.append(OperationCase(.isFinite, [.given(numbers, [13])]))
      }
    }
    return cases
  }()
}
