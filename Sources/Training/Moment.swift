public import Batches

/// A place in a training run: after so many iterations, so far through the dataset.
public struct Moment: Equatable, Sendable {
  /// Iterations done.
  public let iteration: Int
  /// Epochs and examples done.
  public let progress: EpochProgress
  /// Whether the run has reached its length.
  public let isEnd: Bool

  /// A moment.
  public init(iteration: Int, progress: EpochProgress, isEnd: Bool = false) {
    self.iteration = iteration
    self.progress = progress
    self.isEnd = isEnd
  }
}
