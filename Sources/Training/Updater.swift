public import Archives

/// What a training run repeats: one training step on a batch.
public protocol Updater<Batch>: AnyObject {
  /// What it trains on.
  associatedtype Batch

  /// Updates what is trained once.
  ///
  /// - Returns: What was observed on the way, such as losses. A value that is not finite stops the run.
  func update(_ batch: Batch) throws -> Observation

  /// Everything needed to continue bit-identically: networks, optimizers, random streams.
  func state() throws -> NamedArrays

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit.
  func restore(from state: StateReader) throws
}
