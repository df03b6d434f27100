internal import PJRT
internal import Synchronization
internal import TensorCore

/// A value of the graph: the result of a step that has not run yet, or values on the device.
///
/// What changes does so under the lock of the engine.
final class GraphValue: @unchecked Sendable {
  // Sendable: all that changes is read and written under the lock of the engine, but for the count of holders, which
  // is atomic.

  /// Shape and kind.
  let type: ValueType
  /// The number of the type among those of the engine.
  let typeNumber: Int
  /// The step whose result it is, until that has run.
  var step: GraphStep?
  /// Which of the step's results it is.
  let output: Int
  /// The values on the device.
  var buffer: Buffer?
  /// Its place among the inputs of the program that is being captured.
  var input: Int?
  /// The number of storages that hold the value: what none holds need not outlive the program.
  private let holders = Atomic<Int>(0)

  init(_ type: ValueType, number: Int, of step: GraphStep?, output: Int = 0) {
    self.type = type
    typeNumber = number
    self.step = step
    self.output = output
  }

  /// Whether a storage holds the value.
  var isHeld: Bool { holders.load(ordering: .acquiring) > 0 }

  /// Notes a storage that holds the value.
  func retainByStorage() { holders.wrappingAdd(1, ordering: .relaxed) }

  /// Notes that a storage no longer does.
  func releaseByStorage() { holders.wrappingSubtract(1, ordering: .releasing) }
}

/// A step of the graph: an operation, and what it takes.
final class GraphStep: @unchecked Sendable {
  // Sendable: as `GraphValue`.

  /// What a step takes.
  enum Operand {
    /// A value of the graph; values from the host come with their storage until they are on the device.
    case value(GraphValue, Storage?)
    /// A few numbers from the host.
    case numbers([Float])
  }

  /// The operation without its numbers.
  let kind: OperationKind
  /// What it takes; nothing once it has run.
  var operands: [Operand]
  /// The operation's numbers.
  let scalars: [Float]
  /// The operation's first block of random bits.
  let counter: UInt64?
  /// What it computes; nothing once it has run.
  var results: [GraphValue] = []
  /// Its place in the program that is being captured.
  var place = 0
  /// Whether that program needs it.
  var isNeeded = false

  init(_ kind: OperationKind, _ operands: [Operand], _ scalars: [Float], _ counter: UInt64?) {
    self.kind = kind
    self.operands = operands
    self.scalars = scalars
    self.counter = counter
  }

  /// Lets go of all that it was connected with, so that a long graph is not taken apart recursively.
  func disconnect() {
    for result in results { result.step = nil }
    operands = []
    results = []
  }
}

/// An operation without its numbers, on operands of given shapes.
final class OperationKind: Sendable {
  /// Its number among those of the engine.
  let number: Int
  /// The operation, with zeros for its numbers.
  let operation: Operation
  /// The shapes in which it sees its operands.
  let shapes: [Shape]
  /// The types of its results, and their numbers among those of the engine.
  let outputs: [(type: ValueType, number: Int)]

  init(
    _ number: Int,
    _ operation: Operation,
    _ shapes: [Shape],
    _ outputs: [(type: ValueType, number: Int)]
  ) {
    self.number = number
    self.operation = operation
    self.shapes = shapes
    self.outputs = outputs
  }
}
