public import TensorCore

/// What an engine was asked for: a straight-line program of operations, with the values that it met.
public struct Record: Sendable {
  /// One operation.
  public struct Step: Sendable {
    /// What was computed.
    public let operation: Operation
    /// Of which values, each seen in a shape.
    public let operands: [Operand]
    /// The values that came out.
    public let results: [Int]
  }

  /// A value that an operation took.
  public struct Operand: Sendable {
    /// Its number.
    public let value: Int
    /// The shape in which it was seen.
    public let shape: Shape
  }

  /// The operations, in order.
  public internal(set) var steps: [Step] = []
  /// The storages of all values, by their numbers: those that entered from the host and those that
  /// were computed, as the engine that computed them left them.
  var storages: [Storage] = []

  /// The values that the host has read: the program's outputs.
  public internal(set) var read: Set<Int> = []

  /// The elements of a value as they were computed or entered.
  public func computed(_ value: Int) -> [Double] { storages[value].hostValues }

  /// The values that entered from the host: those that no step computed.
  public var entered: [Int] {
    let results = Set(steps.flatMap(\.results))
    return storages.indices.filter { !results.contains($0) }
  }
}
