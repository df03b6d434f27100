public import Archives

/// A training step, which the trainer repeats on batch after batch.
public protocol Updater<Batch>: AnyObject {
  /// The type of batch that it trains on.
  associatedtype Batch

  /// Takes one training step.
  ///
  /// - Returns: Observations, such as losses. A value that is not finite stops the run.
  func update(_ batch: Batch) throws -> Observation

  /// Everything needed to resume bit-identically: networks, optimizers, random streams.
  func state() throws -> NamedArrays

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit.
  func restore(from state: StateReader) throws
}
