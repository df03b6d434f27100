public import TensorCore

/// A straight-line program of operations: a graph, in the order in which it was captured.
public struct Program: Sendable {
  /// Where a value comes from.
  public enum Source: Hashable, Sendable {
    /// An argument of the program.
    case input(Int)
    /// A result of a step.
    case step(Int, output: Int)
  }

  /// A value that a step takes, and the shape in which it is seen.
  public struct Operand: Hashable, Sendable {
    /// Where it comes from.
    public var source: Source
    /// The shape, of as many elements.
    public var shape: Shape

    /// A value in a shape.
    public init(_ source: Source, _ shape: Shape) { (self.source, self.shape) = (source, shape) }
  }

  /// One operation.
  public struct Step: Sendable {
    /// What is computed.
    public var operation: Operation
    /// Of which values.
    public var operands: [Operand]
    /// For each number of the operation that is an argument of the program, its place among those.
    public var scalars: [Int: Int]
    /// The place of the first random block among the program's counters.
    public var counter: Int?

    /// A step whose numbers are all part of the program.
    public init(_ operation: Operation, _ operands: [Operand]) {
      self.operation = operation
      self.operands = operands
      scalars = [:]
      counter = nil
    }
  }

  /// An argument.
  public struct Input: Sendable {
    /// What comes in.
    public enum Form: Sendable {
      /// An array of its own.
      case array
      /// A few numbers that are part of the program.
      case constant([Float])
      /// A few numbers among the program's scalars, from a place.
      case scalars(from: Int)
    }

    /// Shape and kind.
    public var type: ValueType
    /// How it comes in.
    public var form: Form
    /// The result whose memory it gives: it is overwritten.
    public var result: Int?
    /// Its name in the program's text, of ASCII letters; numbered if it has none.
    public var name: String?

    /// An argument, which is an array that stays as it is by default.
    public init(
      _ type: ValueType,
      _ form: Form = .array,
      named name: String? = nil,
      givenTo result: Int? = nil
    ) {
      (self.type, self.form, self.name, self.result) = (type, form, name, result)
    }
  }

  /// How exactly products of matrices and convolutions are computed.
  public enum Precision: String, Hashable, Sendable, CaseIterable {
    /// In Float32.
    case highest
    /// As the device likes: in TF32 or bfloat16, with sums in Float32.
    case fast
  }

  /// The arguments.
  public var inputs: [Input] = []
  /// The steps; each takes results of earlier ones only.
  public var steps: [Step] = []
  /// The results.
  public var outputs: [Source] = []
  /// The number of scalars: they are one argument after all inputs, a vector, if there are any.
  public var scalarCount = 0
  /// The number of counters: they are the last argument, a vector of 64-bit numbers, if there are any.
  public var counterCount = 0

  /// An empty program.
  public init() {}
}

extension Program {
  /// The program as an MLIR module in the StableHLO dialect, with a function `main`.
  ///
  /// Source: OpenXLA, "StableHLO Specification", version 1.0.
  ///
  /// - Parameter precision: How exactly products are computed.
  /// - Returns: The module's text.
  public func stableHLO(_ precision: Precision = .highest) -> String {
    var writer = Writer(precision)
    var arguments: [String] = []
    var values: [Writer.Value] = []
    let scalars = Writer.Value("%scalars", [scalarCount], .float)
    let counters = Writer.Value("%counters", [counterCount], .counter)
    for (index, input) in inputs.enumerated() {
      let name = "%\(input.name ?? "input\(index)")"
      let value = Writer.Value(name, input.type.shape.dimensions, .of(input.type.kind))
      switch input.form {
      case .array:
        let attribute = input.result.map { " {tf.aliasing_output = \($0) : i32}" } ?? ""
        arguments.append("\(value.name): \(value.type)\(attribute)")
        values.append(value)
      case .constant(let numbers):
        values.append(writer.constants(numbers, value.shape))
      case .scalars where value.count == 0: values.append(writer.constant(0, value.shape))
      case .scalars(let first):
        let part = writer.slice(scalars, [first], [first + value.count], [1])
        values.append(writer.reshape(part, value.shape))
      }
    }
    if scalarCount > 0 { arguments.append("%scalars: \(scalars.type)") }
    if counterCount > 0 { arguments.append("%counters: \(counters.type)") }
    var results: [[Writer.Value]] = []
    func found(_ source: Source) -> Writer.Value {
      switch source {
      case .input(let index): values[index]
      case .step(let step, let output): results[step][output]
      }
    }
    for step in steps {
      let operands = step.operands.map { writer.reshape(found($0.source), $0.shape.dimensions) }
      var numbers = step.operation.scalars.map { Writer.Number.constant($0) }
      for (place, argument) in step.scalars {
        numbers[place] = .value(writer.element(argument, of: scalars))
      }
      let counter = step.counter.map { writer.element($0, of: counters) }
      results.append(writer.write(step.operation, operands, numbers, counter: counter))
    }
    // An argument cannot be handed on as it is where it is overwritten; a copy costs nothing otherwise.
    let returned = outputs.map(found)
    let types = returned.map(\.type).joined(separator: ", ")
    return """
      module @forger {
      func.func public @main(\(arguments.joined(separator: ", "))) -> (\(types)) {
      \(writer.lines.joined(separator: "\n"))
      return \(returned.map(\.name).joined(separator: ", ")) : \(types)
      }
      }

      """
  }
}
