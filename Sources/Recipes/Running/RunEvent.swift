public import Archives
public import Training

/// An event of a run, reported to its caller, who puts it into words.
public enum RunEvent: Equatable, Sendable {
  /// The run is about to start or resume.
  case starting(RunSummary)
  /// The search for the best generator starts over, because the evaluation differs from before.
  case evaluatedAnew
  /// A damaged image was replaced by another one; `count` is the number since the run was started or resumed.
  case damagedImage(FileProblem, count: Int)
  /// A preview that could not be read is missing in the animation.
  case lostPreview(FileProblem)
  /// Training is failing, after this many iterations.
  case warning(CollapseWarning, iteration: Int)
  /// A stop was requested: the current iteration is the last.
  case stopping
  /// There is nothing to do: the snapshot to resume from is at the end of the run.
  case nothingToDo(iteration: Int, length: TrainingLength, snapshot: String)
  /// The run reached its end.
  case finished(RunReport)
  /// A signal stopped the run; `snapshot` is the path to resume from, if there was anything to save.
  case stopped(RunReport, snapshot: String?)
  /// A file that could not be read or written stopped the run, which can be resumed from a snapshot. The
  /// problem itself is thrown.
  case failed(iteration: Int, snapshot: String)
}

/// The outcome of a run.
public struct RunReport: Equatable, Sendable {
  /// Iterations done, including those before a resume.
  public let iteration: Int
  /// Whether any of them were done by this call.
  public let hasTrained: Bool
  /// Seconds spent, including those before a resume.
  public let seconds: Double
  /// The share of the time since the run was started or resumed that it waited for data.
  public let waitingShare: Double
  /// The findings of the run's extensions, by descending priority.
  public let findings: [RunFinding]
  /// The generator's file.
  public let generator: String
}
