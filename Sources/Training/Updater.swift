public import Archives
public import Datasets

/// What a training run repeats: the rule by which the players move.
public protocol Updater: AnyObject {
  /// Moves the players once on a batch of real images.
  ///
  /// - Returns: What was seen on the way, such as `"gen/loss"` and `"dis/loss"`. A value that is not
  ///   finite stops the run.
  func update(_ batch: ImageBatch) throws -> Observation

  /// Everything needed to continue bit-identically: networks, optimizers, random streams.
  func state() throws -> NamedArrays

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit the networks.
  func restore(from state: StateReader) throws
}
