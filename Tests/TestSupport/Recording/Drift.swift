internal import TensorCore

/// How far a whole computation in float32 lies from the same in `Double`.
///
/// Every operation hands on the errors of its operands, so that single elements tell little: errors are
/// counted, in parts of the elements' magnitudes, and told by quantiles.
public struct Drift: Sendable {
  /// For each step, the root of the mean square error of a result's elements, in parts of that of
  /// their magnitudes, in ascending order.
  public let steps: [Double]
  /// For each element of the values that the host has read, the error in parts of its magnitude, in
  /// ascending order.
  public let outputs: [Double]
  /// The largest error of those elements themselves.
  public let largestError: Double

  /// The drift of a record.
  public init(
    of record: Record,
    by interpreter: ReferenceInterpreter,
    magnitudesFrom origin: Record.MagnitudeOrigin = .operands
  ) {
    var (steps, outputs): ([Double], [Double]) = ([], [])
    var largestError = 0.0
    record.replay(by: interpreter, magnitudesFrom: origin) { step, results in
      var largest = 0.0
      for (number, expected) in zip(step.results, results) {
        let found = record.computed(number)
        largest = max(largest, Self.distance(found, expected))
        guard record.read.contains(number) else { continue }
        for (index, value) in found.enumerated() where !value.isNaN {
          let error = abs(value - expected.value.values[index])
          outputs.append(error == 0 ? 0 : error / expected.magnitude.values[index])
          largestError = max(largestError, error)
        }
      }
      steps.append(largest)
    }
    self.steps = steps.sorted()
    self.outputs = outputs.sorted()
    self.largestError = largestError
  }

  /// The error that a share of the steps, or of the outputs' elements, does not exceed.
  public static func quantile(_ share: Double, of errors: [Double]) -> Double {
    errors.isEmpty ? 0 : errors[min(errors.count - 1, Int(share * Double(errors.count)))]
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
