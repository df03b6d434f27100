import Synchronization

/// An operation that changes a parameter, once the gradient that it follows has been added up over all workers.
///
/// It is run, in the context that it was postponed in, when any of its results is read: by the next pass through
/// the parameter's layer.
final class PostponedUpdate: Sendable {
  private struct State {
    /// The operation, until it is run.
    var operation: Operation?
    var operands: [Operand]
    /// The results that have not been taken.
    var results: [Storage?] = []

    /// Hands the operands over: they are changed in place if nobody else holds them.
    mutating func takeOperands() -> [Operand] {
      defer { operands = [] }
      return operands
    }
  }

  private let state: Mutex<State>
  private let context = Context.current

  private init(_ operation: Operation, on operands: consuming [Operand]) {
    state = Mutex(State(operation: operation, operands: operands))
  }

  /// The results of an operation, so many values each, which are owed until they are read.
  static func results(
    of operation: Operation,
    on operands: consuming [Operand],
    counts: [Int]
  ) -> [Storage] {
    let update = PostponedUpdate(operation, on: operands)
    return counts.indices.map { Storage(count: counts[$0], owed: Result(update, $0)) }
  }

  /// Whether an operation has to wait for its operands.
  ///
  /// On another device it waits at once: its results stay there.
  static func isNeeded(for operands: [Operand]) -> Bool {
    Context.current.engine.device == nil
      && operands.contains { $0.storage.owedValues is AwaitedSum }
  }

  private func take(_ index: Int) -> Storage {
    state.withLock { state in
      if let operation = state.operation.take() {
        state.results = context.run { context.engine.run(operation, on: state.takeOperands()) }
      }
      guard let result = state.results[index].take() else {
        fatalError("PostponedUpdate: result \(index) is asked for twice")
      }
      return result
    }
  }

  /// A result that is owed until it is read.
  private final class Result: OwedValues {
    private let update: PostponedUpdate
    private let index: Int

    init(_ update: PostponedUpdate, _ index: Int) { (self.update, self.index) = (update, index) }

    func values() -> Storage { update.take(index) }
  }
}
