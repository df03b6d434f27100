public import Synchronization
public import TensorCore

/// An engine that writes down what it is asked for, while another one computes it.
///
/// It is what a compiler for another device or an exporter would start from. Its storages hold no
/// values: they are owed until the host reads one, so that control flow that depends on values works.
/// Whoever gets along with it knows operations and shapes only.
public final class RecordingEngine: Engine {
  private struct State {
    var record = Record()
    /// The values behind storages that came by.
    ///
    /// The storages are kept: nobody is given the same identity later, and no engine finds itself their only
    /// owner and writes there.
    var known: [ObjectIdentifier: (storage: Storage, value: Int)] = [:]
  }

  private let engine: any Engine
  private let state = Mutex(State())

  /// A recorder of what `engine` computes.
  public init(over engine: any Engine) { self.engine = engine }

  /// What was asked for so far.
  public var record: Record { state.withLock { $0.record } }

  /// Writes an operation down and has it computed.
  public func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage] {
    let operands = operands
    return state.withLock { state in
      let ids = operands.map { state.value(of: $0.storage) }
      let inner = zip(ids, operands).map { Operand(state.record.storages[$0], $1.shape) }
      let results = engine.run(operation, on: inner).map { result in
        let owed = Storage(count: result.count, kind: result.kind, owed: Computed(result))
        return (owed, state.add(result, knownAs: owed))
      }
      state.record.steps.append(
        Record.Step(
          operation: operation,
          operands: zip(ids, operands).map { .init(value: $0, shape: $1.shape) },
          results: results.map(\.1)
        )
      )
      return results.map(\.0)
    }
  }

  /// Values that the other engine has computed.
  private final class Computed: OwedValues {
    private let storage: Storage

    init(_ storage: Storage) { self.storage = storage }

    func values() -> Storage { storage }
  }
}

extension RecordingEngine.State {
  /// The number of the value in a storage, which enters from the host if it was not seen before.
  fileprivate mutating func value(of storage: Storage) -> Int {
    known[ObjectIdentifier(storage)]?.value ?? add(storage, knownAs: storage)
  }

  fileprivate mutating func add(_ values: Storage, knownAs storage: Storage) -> Int {
    let value = record.storages.count
    record.storages.append(values)
    known[ObjectIdentifier(storage)] = (storage, value)
    return value
  }
}
