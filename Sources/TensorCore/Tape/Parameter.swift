import Preconditions
import Synchronization

/// A tensor that learning changes: a leaf of the tape with an identity.
///
/// It lives beside the tape because the tape may be asked for its current value
/// (`ParameterValues.current`); layers hold parameters, optimizers move them.
///
/// Later changes do not touch tensors taken from ``value``.
public final class Parameter: Sendable {
  /// The parameter's shape, which never changes.
  public let shape: Shape
  private let current: ParameterValue
  private let leaf: Node

  /// A parameter with a first value.
  public init(_ initial: Tensor) {
    shape = initial.shape
    current = ParameterValue(initial.storage)
    leaf = Node(leafOf: initial.shape, parameterValue: current)
  }

  /// The value, on the tape; setting it keeps the parameter's place.
  ///
  /// - Precondition: Set to a tensor of the parameter's shape.
  public var value: Tensor {
    get { Tensor(current.storage, shape: shape, node: leaf) }
    set {
      require(
        newValue.shape == shape,
        "Parameter: a value of \(newValue.shape) for shape \(shape)"
      )
      current.storage = newValue.storage
    }
  }

  /// Replaces the value by what the first result of an operation makes of it and of other tensors; the
  /// other results replace those of them that are changed with it.
  ///
  /// An engine may compute in place: the parameter lets go of its value meanwhile. What another tensor
  /// still shows is copied first.
  ///
  /// - Parameters:
  ///   - operation: It takes the parameter, the operands and the tensors that change with it.
  ///   - operands: What it reads besides, of any shape.
  ///   - others: What changes with the parameter.
  package func apply(
    _ operation: Operation,
    _ operands: [Tensor],
    changing others: inout [Tensor]
  ) {
    var all = [Operand(current.release(), shape)]
    all += operands.map(\.operand)
    all += others.map(\.operand)
    let shapes = others.map(\.shape)
    others = []
    let results = Context.current.engine.run(operation, on: consume all)
    current.storage = results[0]
    others = zip(results.dropFirst(), shapes).map { Tensor($0, shape: $1) }
  }

  /// Changes the elements on the host, in place or in a copy where a tensor still shows the old ones.
  ///
  /// - Precondition: `body` does not ask for the parameter's value.
  public func update<Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
  ) throws(Failure) {
    try current.change(body)
  }
}

/// What a parameter and its leaf share: the tape finds the current value here even when the model
/// itself is gone.
final class ParameterValue: Sendable {
  private let current: Mutex<Storage>

  init(_ storage: Storage) { current = Mutex(storage) }

  fileprivate(set) var storage: Storage {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  /// What stands for a value that was given away: no memory of any pool's.
  private static let nothing = Storage(count: 0, owed: Nobody())

  private final class Nobody: OwedValues {
    func values() -> Storage { fatalError("Parameter: read while it is updated") }
  }

  /// Gives the value away, for a moment.
  fileprivate func release() -> Storage {
    current.withLock { storage in
      defer { storage = Self.nothing }
      return storage
    }
  }

  /// Changes the values in place, once they are the parameter's own and on the host.
  fileprivate func change<Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
  ) throws(Failure) {
    try current.withLock { storage throws(Failure) in
      if !isKnownUniquelyReferenced(&storage) || !storage.hasOwnMemory {
        let values = storage.values
        storage = Storage(count: values.count) { _ = $0.initialize(from: values) }
      }
      try body(storage.values)
    }
  }
}
