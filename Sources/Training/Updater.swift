public import Archives

/// A training step, which the trainer repeats on batch after batch.
public protocol Updater<Batch>: AnyObject {
  /// The type of batch that it trains on.
  associatedtype Batch

  /// Takes one training step.
  ///
  /// - Returns: Observations, such as losses. A value that is not finite stops the run.
  func update(_ batch: Batch) throws -> Observation

  /// Takes one training step, which a device may still compute when this returns.
  ///
  /// - Returns: What `update(_:)` does, or how to wait for it.
  func begin(_ batch: Batch) throws -> StepObservation

  /// Everything needed to resume bit-identically: networks, optimizers, random streams.
  func state() throws -> NamedArrays

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit.
  func restore(from state: StateReader) throws
}

extension Updater {
  /// Takes the whole step.
  public func begin(_ batch: Batch) throws -> StepObservation { .known(try update(batch)) }
}

/// What a training step has observed, or will have.
public enum StepObservation {
  /// The step is done.
  case known(Observation)
  /// A device computes the step; the closure waits for it. It is called once, perhaps after the next step has begun.
  case pending(() throws -> Observation)

  /// The observation, which is waited for.
  public var value: Observation {
    get throws {
      switch self {
      case .known(let observation): observation
      case .pending(let wait): try wait()
      }
    }
  }
}
