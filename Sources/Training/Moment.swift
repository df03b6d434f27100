/// A place in a training run: after so many iterations and epochs.
public struct Moment: Equatable, Sendable {
  /// Iterations done.
  public let iteration: Int
  /// Epochs done, with the share done of the current one.
  public let epochDetail: Double
  /// Whether the run has reached its length.
  public let isEnd: Bool

  /// A moment.
  public init(iteration: Int, epochDetail: Double, isEnd: Bool = false) {
    self.iteration = iteration
    self.epochDetail = epochDetail
    self.isEnd = isEnd
  }
}
