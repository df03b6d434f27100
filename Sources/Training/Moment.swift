public import Batches

/// A moment of a training run: its iteration and its progress through the dataset.
public struct Moment: Equatable, Sendable {
  /// Completed iterations.
  public let iteration: Int
  /// Completed epochs and examples.
  public let progress: EpochProgress
  /// Whether the run has reached its end.
  public let isEnd: Bool

  /// A moment.
  public init(iteration: Int, progress: EpochProgress, isEnd: Bool = false) {
    self.iteration = iteration
    self.progress = progress
    self.isEnd = isEnd
  }
}
