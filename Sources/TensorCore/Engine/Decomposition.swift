/// A fused operation as a short straight-line program of simpler ones.
public struct Decomposition: Hashable, Sendable {
  /// A value of the program, in a shape.
  public struct Value: Hashable, Sendable {
    /// Where a value comes from.
    public enum Source: Hashable, Sendable {
      /// An operand of the fused operation.
      case operand(Int)
      /// A result of a step.
      case step(Int, output: Int)
    }

    /// Where the value comes from.
    public let source: Source
    /// The shape that the value is viewed in.
    public let shape: Shape
  }

  /// One simpler operation.
  public struct Step: Hashable, Sendable {
    /// The operation.
    public let operation: Operation
    /// Its operands.
    public let operands: [Value]
  }

  /// The steps, in order.
  public private(set) var steps: [Step] = []
  /// The fused operation's results.
  public internal(set) var results: [Value] = []

  private init() {}

  /// The decomposition that `body` writes.
  init(_ shapes: [Shape], _ body: (inout Decomposition, [Value]) -> [Value]) {
    self.init()
    let operands = shapes.enumerated().map { Value(source: .operand($0), shape: $1) }
    results = body(&self, operands)
  }

  /// Adds a step and returns its first result.
  mutating func callAsFunction(_ operation: Operation, _ operands: Value...) -> Value {
    all(operation, operands)[0]
  }

  /// Adds a step and returns all of its results.
  mutating func all(_ operation: Operation, _ operands: [Value]) -> [Value] {
    steps.append(Step(operation: operation, operands: operands))
    let index = steps.count - 1
    return operation.outputs(of: operands.map(\.shape)).enumerated().map {
      Value(source: .step(index, output: $0), shape: $1.shape)
    }
  }
}

extension Decomposition.Value {
  /// The same elements in another shape.
  func reshaped(_ shape: Shape) -> Self { Self(source: source, shape: shape) }
}

extension Decomposition {
  /// Runs the program on values of any kind.
  ///
  /// - Parameters:
  ///   - operands: The fused operation's operands.
  ///   - seen: Views a value in another shape.
  ///   - run: Computes the results of a simpler operation.
  /// - Returns: The fused operation's results.
  public func run<Computed>(
    on operands: [Computed],
    seenAs seen: (Computed, Shape) -> Computed,
    by run: (Operation, [Computed]) -> [Computed]
  ) -> [Computed] {
    var computed: [[Computed]] = []
    func value(_ value: Value) -> Computed {
      switch value.source {
      case .operand(let index): seen(operands[index], value.shape)
      case .step(let step, let output): seen(computed[step][output], value.shape)
      }
    }
    for step in steps { computed.append(run(step.operation, step.operands.map(value))) }
    return results.map(value)
  }
}
