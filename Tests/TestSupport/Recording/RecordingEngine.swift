internal import Synchronization
public import TensorCore

/// An engine that writes down what it is asked for, while another one computes it.
///
/// It is what a compiler for another device or an exporter would start from. Its storages hold no
/// values: they are owed until the host reads one, so that control flow that depends on values works.
/// Whoever gets along with it knows operations and shapes only.
public final class RecordingEngine: Engine {
  fileprivate struct State {
    var record = Record()
    /// The values behind storages that came by.
    ///
    /// The storages are kept: nobody is given the same identity later, and no engine finds itself their only
    /// owner and writes there.
    var known: [ObjectIdentifier: (storage: Storage, value: Int)] = [:]
  }

  /// When the other engine brings values to memory.
  public enum Evaluation: Sendable {
    /// When it likes to: it may put operations off and fuse them with what follows.
    case lazy
    /// Before they are read, so that every operation is computed by itself.
    case eager
  }

  /// The state, which the values that are owed share.
  fileprivate final class Log: Sendable {
    let state = Mutex(State())
  }

  private let engine: any Engine
  private let evaluation: Evaluation
  private let log = Log()

  /// A recorder of what `engine` computes.
  public init(over engine: any Engine, _ evaluation: Evaluation) {
    self.engine = engine
    self.evaluation = evaluation
  }

  /// What was asked for so far.
  public var record: Record { log.state.withLock { $0.record } }

  /// Writes an operation down and has it computed.
  public func run(_ operation: Operation, on operands: consuming [Operand]) -> [Storage] {
    let shapes = operands.map(\.shape)
    let (values, inner) = log.state.withLock { state in
      let values = operands.map { state.value(of: $0.storage) }
      return (values, zip(values, shapes).map { Operand(state.record.storages[$0], $1) })
    }
    if evaluation == .eager { for operand in inner { operand.storage.evaluate() } }
    // What the other engine puts off must not come back here.
    let results = Context.current.with(engine: engine).run { engine.run(operation, on: inner) }
    return log.state.withLock { state in
      let numbered = results.map { result in
        let number = state.record.storages.count
        let owed = Computed(result, number, log)
        let opaque = Storage(count: result.count, kind: result.kind, owed: owed)
        return (opaque, state.add(result, knownAs: opaque))
      }
      state.record.steps.append(
        Record.Step(
          operation: operation,
          operands: zip(values, shapes).map { Record.Operand(value: $0, shape: $1) },
          results: numbered.map(\.1)
        )
      )
      return numbered.map(\.0)
    }
  }

  /// Values that the other engine has computed.
  private final class Computed: OwedValues {
    private let storage: Storage
    private let number: Int
    private let log: Log

    init(_ storage: Storage, _ number: Int, _ log: Log) {
      self.storage = storage
      self.number = number
      self.log = log
    }

    /// The values, which nobody but the host asks for.
    func values() -> Storage {
      log.state.withLock { _ = $0.record.read.insert(number) }
      return storage
    }
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
