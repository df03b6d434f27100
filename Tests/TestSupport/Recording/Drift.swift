public import TensorCore

/// How far a whole computation in float32 lies from the same in `Double`.
///
/// Every operation hands on the errors of its operands, so that nothing can be said of single elements:
/// an error is the root of the mean square over a value's elements, in parts of that of their magnitudes.
public struct Drift: Sendable {
  /// For each step, its operation and the largest error among its results.
  public private(set) var errors: [(operation: Operation, error: Double)] = []

  /// The drift of a record.
  public init(
    of record: Record,
    by interpreter: ReferenceInterpreter,
    magnitudesFrom origin: Record.MagnitudeOrigin = .operands
  ) {
    record.replay(by: interpreter, magnitudesFrom: origin) { step, results in
      let found = zip(step.results, results).map { value, expected in
        Self.distance(record.computed(value), expected)
      }
      errors.append((step.operation, found.max() ?? 0))
    }
  }

  /// The largest error of a step.
  public var largest: Double { errors.map(\.error).max() ?? 0 }

  /// The error that a share of the steps does not exceed.
  public func quantile(_ share: Double) -> Double {
    guard !errors.isEmpty else { return 0 }
    let sorted = errors.map(\.error).sorted()
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  private static func distance(_ found: [Double], _ expected: ScaledValue) -> Double {
    func square(_ x: Double) -> Double { x * x }
    var (error, size) = (0.0, 0.0)
    for (index, value) in found.enumerated() {
      let reference = expected.value.values[index]
      if value != reference && !(value.isNaN && reference.isNaN) {
        error += square(value - reference)
      }
      size += square(expected.magnitude.values[index])
    }
    return error == 0 ? 0 : (error / size).squareRoot()
  }
}
