internal import Synchronization
internal import TensorCore

/// An engine that writes down what it is asked for, and computes only what the host reads.
///
/// Fused operations are written as the simpler ones that they are made of, but for some that whoever uses the trace
/// has, too.
final class TracingEngine: Engine {
  fileprivate struct State {
    var trace = Trace()
    /// The values behind storages that came by, which are kept: nothing else gets their identity.
    var known: [ObjectIdentifier: (storage: Storage, value: Int)] = [:]
    /// Inputs that come from the host: their numbers tell them.
    var expected: [(name: String, numbers: [Double])] = []
  }

  private let state = Mutex(State())
  private let keepsFused: @Sendable (Operation) -> Bool

  /// An engine that was asked for nothing so far.
  ///
  /// - Parameter keepsFused: Whether a fused operation is written as it is.
  init(keepingFused keepsFused: @escaping @Sendable (Operation) -> Bool) {
    self.keepsFused = keepsFused
  }

  /// What was asked for.
  var trace: Trace { state.withLock { $0.trace } }

  /// Declares a tensor that this engine has made an input.
  func declare(_ tensor: Tensor, as name: String) {
    let storage = tensor.operand.storage
    state.withLock { state in
      let value = state.value(of: storage)
      state.trace.sources[value] = .input(name, nil)
      state.trace.inputShapes[name] = tensor.shape
    }
  }

  /// Declares numbers that will come from the host, in a tensor of this shape, an input.
  func expect(_ values: Tensor, as name: String) {
    let numbers = values.operand.storage.hostValues
    state.withLock { state in
      state.expected.append((name, numbers))
      state.trace.inputShapes[name] = values.shape
    }
  }

  /// Declares a tensor the result.
  func finish(with tensor: Tensor) {
    let operand = tensor.operand
    state.withLock { state in
      let value = state.value(of: operand.storage)
      state.trace.output = Trace.Operand(value: value, shape: operand.shape)
      // Values that are owed hold this engine: without this, they would hold each other forever.
      state.known = [:]
    }
  }

  /// Writes an operation down.
  func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage] {
    let operands = operands
    let shapes = operands.map(\.shape)
    if !keepsFused(operation), let decomposition = operation.decomposition(of: shapes) {
      let results = decomposition.run(
        on: operands,
        seenAs: { Operand($0.storage, $1) },
        by: { operation, operands in
          let types = operation.outputs(of: operands.map(\.shape))
          return zip(self.run(operation, on: operands), types).map { Operand($0, $1.shape) }
        }
      )
      return results.map(\.storage)
    }
    let types = operation.outputs(of: shapes)
    return state.withLock { state in
      let values = operands.map {
        Trace.Operand(value: state.value(of: $0.storage), shape: $0.shape)
      }
      let step = state.trace.steps.count
      let storages = types.map { type in
        let number = state.trace.sources.count
        let storage = Storage(
          count: type.shape.elementCount,
          kind: type.kind,
          owed: TracedOwed(number, self)
        )
        state.add(storage, .step(step))
        return storage
      }
      let first = state.trace.sources.count - types.count
      state.trace.steps.append(
        Trace.Step(
          operation: operation,
          operands: values,
          results: Array(first..<first + types.count),
          types: types
        )
      )
      return storages
    }
  }

  /// Does nothing: values are computed one by one, if they are read.
  func evaluate(_ storages: [Storage]) {}

  /// A value that the host reads.
  fileprivate func computed(_ value: Int) -> Storage {
    let trace = state.withLock { state in
      state.trace.read.insert(value)
      return state.trace
    }
    var values = TracedValues(of: trace)
    let storage = values.storage(of: value)
    storage.evaluate()
    return storage
  }
}

extension TracingEngine.State {
  /// The number of the value in a storage, which enters from the host if it was not seen before.
  fileprivate mutating func value(of storage: Storage) -> Int {
    if let (_, value) = known[ObjectIdentifier(storage)] { return value }
    let match = expected.first {
      $0.numbers.count == storage.count && $0.numbers == storage.hostValues
    }
    return add(storage, match.map { .input($0.name, storage) } ?? .host(storage))
  }

  @discardableResult
  fileprivate mutating func add(_ storage: Storage, _ source: Trace.Source) -> Int {
    let value = trace.sources.count
    trace.sources.append(source)
    known[ObjectIdentifier(storage)] = (storage, value)
    return value
  }
}

/// A value that is computed when it is read.
private final class TracedOwed: OwedValues {
  private let value: Int
  private let engine: TracingEngine

  init(_ value: Int, _ engine: TracingEngine) { (self.value, self.engine) = (value, engine) }

  func values() -> Storage { engine.computed(value) }
}
