import Preconditions
import Synchronization

/// A tensor that is learned: a leaf of the tape with an identity.
///
/// It is separate from the tape because the tape may ask for its current value (`ParameterValues.current`);
/// layers hold parameters, optimizers update them.
///
/// Later changes do not touch tensors taken from ``value``.
public final class Parameter: Sendable {
  /// The parameter's shape, which never changes.
  public let shape: Shape
  private let current: ParameterValue
  private let leaf: Node

  /// A parameter with an initial value.
  public init(_ initial: Tensor) {
    shape = initial.shape
    current = ParameterValue(initial.storage)
    leaf = Node(leafOf: initial.shape, parameterValue: current)
  }

  /// The value, on the tape; setting it keeps the parameter's identity.
  ///
  /// - Precondition: The new value has the parameter's shape.
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

  /// Replaces the value by the first result of an operation on it and on other tensors; the remaining results
  /// replace those tensors that change with it.
  ///
  /// An engine may compute in place: the parameter releases its value meanwhile. Values that other tensors
  /// still hold are copied first. An operation whose operands are not there yet, as they are still being added up
  /// over several workers, is run when one of its results is read.
  ///
  /// - Parameters:
  ///   - operation: Takes the parameter, the operands and the tensors that change with it.
  ///   - operands: Other inputs, of any shape.
  ///   - others: The tensors that change with the parameter.
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
    let results =
      if PostponedUpdate.isNeeded(for: all) {
        PostponedUpdate.results(
          of: operation,
          on: consume all,
          counts: ([shape] + shapes).map(\.elementCount)
        )
      } else {
        Context.current.engine.run(operation, on: consume all)
      }
    current.storage = results[0]
    others = zip(results.dropFirst(), shapes).map { Tensor($0, shape: $1) }
  }

  /// Updates the value and its slots along the last gradient of several workers, of which each updates a shard.
  package func apply(
    _ update: ParameterUpdate,
    in shards: ShardedParameter,
    changing slots: inout [Tensor]
  ) {
    let results = shards.update(update, of: current.release(), slots: slots)
    current.storage = results.value
    slots = results.slots.map { Tensor($0, shape: shape) }
  }

  /// Changes the elements on the host, in place or in a copy if a tensor still holds the old ones.
  ///
  /// - Precondition: `body` does not ask for the parameter's value.
  public func update<Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
  ) throws(Failure) {
    try current.change(body)
  }
}

/// The value shared by a parameter and its leaf: the tape finds the current value here even after the model
/// itself is gone.
final class ParameterValue: Sendable {
  private let current: Mutex<Storage>

  init(_ storage: Storage) { current = Mutex(storage) }

  fileprivate(set) var storage: Storage {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  /// A placeholder for a released value, without memory.
  private static let nothing = Storage(count: 0, owed: Nobody())

  private final class Nobody: OwedValues {
    func values() -> Storage { fatalError("Parameter: read while it is updated") }
  }

  /// Releases the value temporarily.
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
      // What an engine has of them elsewhere would be out of date.
      storage.keep(nil)
      try body(storage.values)
    }
  }
}
