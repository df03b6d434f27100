internal import TensorCore

extension Record {
  /// How one step's results compare with the reference's.
  public struct Comparison: Sendable {
    /// The step.
    public let step: Step
    /// For each result, how it compares with what the reference makes of the same operands.
    public let agreements: [Agreement]

    /// The largest error among the results, in parts of what is allowed.
    public var worst: Double { agreements.map(\.worst).max() ?? 0 }
  }

  /// Runs each operation again, of the operands that the engine computed.
  public func comparisons(with interpreter: ReferenceInterpreter) -> [Comparison] {
    steps.map { step in
      let operands = step.operands.map {
        ScaledValue(given: ReferenceValue(computed($0.value), shape: $0.shape))
      }
      let expected = interpreter.run(step.operation, on: operands)
      let roundings = step.operation.roundings(of: step.operands.map(\.shape))
      let agreements = zip(step.results, expected).map {
        Agreement(computed($0), $1, roundings: roundings)
      }
      return Comparison(step: step, agreements: agreements)
    }
  }

  /// What the magnitudes of results are sums of.
  public enum MagnitudeOrigin: Sendable {
    /// The operation's operands.
    case operands
    /// The values that entered the program: nothing that canceled on the way is forgotten. They
    /// grow with the length of the program and tell less and less.
    case entered
  }

  /// Runs the whole program again in `Double`, from the values that entered.
  ///
  /// `body` is called with each step and its results, with their magnitudes. Values are let go of when no later
  /// step needs them.
  ///
  /// - Parameters:
  ///   - interpreter: What computes.
  ///   - origin: What magnitudes are of.
  ///   - body: What is told of each step.
  public func replay(
    by interpreter: ReferenceInterpreter,
    magnitudesFrom origin: MagnitudeOrigin,
    _ body: (Step, [ScaledValue]) -> Void
  ) {
    var lastUses = [Int](repeating: -1, count: storages.count)
    for (index, step) in steps.enumerated() {
      for operand in step.operands { lastUses[operand.value] = index }
    }
    var values: [Int: ScaledValue] = [:]
    for (index, step) in steps.enumerated() {
      let operands = step.operands.map { operand in
        let value =
          values[operand.value]
          ?? ScaledValue(given: ReferenceValue(computed(operand.value), shape: operand.shape))
        values[operand.value] = value
        let seen = value.seen(as: operand.shape)
        return origin == .entered ? seen : ScaledValue(given: seen.value)
      }
      let results = interpreter.run(step.operation, on: operands)
      for (number, result) in zip(step.results, results) { values[number] = result }
      for number in step.operands.map(\.value) + step.results where lastUses[number] <= index {
        values[number] = nil
      }
      body(step, results)
    }
  }
}
