public import Archives
public import Training

/// What a run tells whoever started it, who puts it into words.
public enum RunEvent: Equatable, Sendable {
  /// The run is about to begin, or to go on.
  case starting(RunSummary)
  /// The best generator is looked for anew, as it is evaluated otherwise than before.
  case evaluatedAnew
  /// A damaged image was replaced by another one, the so many-th of the run since it was started or resumed.
  case damagedImage(FileProblem, count: Int)
  /// A preview that could not be read is missing in the animation.
  case lostPreview(FileProblem)
  /// The training is going wrong, after so many iterations.
  case warning(CollapseWarning, iteration: Int)
  /// A stop was requested: the present iteration is the last.
  case stopping
  /// There is nothing to do, since the snapshot to resume from is at the end of the run's length.
  case nothingToDo(iteration: Int, length: TrainingLength, snapshot: String)
  /// The run reached its length.
  case finished(RunReport)
  /// A signal stopped the run; `snapshot` is the path to resume from, if there was anything to keep.
  case stopped(RunReport, snapshot: String?)
  /// A file that could not be read or written stopped the run, which can be resumed from a snapshot. The
  /// problem itself is thrown.
  case failed(iteration: Int, snapshot: String)
}

/// What a run came to.
public struct RunReport: Equatable, Sendable {
  /// Iterations done, those before a resume included.
  public let iteration: Int
  /// Whether any of them were done now.
  public let hasTrained: Bool
  /// Seconds spent, those before a resume included.
  public let seconds: Double
  /// The share of the time, since the run was started or resumed, that it waited for data.
  public let waitingShare: Double
  /// What the run's extensions have to say, by falling priority.
  public let findings: [RunFinding]
  /// The generator's file.
  public let generator: String
}
