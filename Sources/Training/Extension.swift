public import Archives

/// An observer of training: a log, a table, a preview, snapshots.
///
/// After each iteration the trainer goes through its extensions by descending priority. Each is shown the
/// iteration with `observe(_:)` and, if its trigger fires, runs. Extensions need not know each other:
/// observations go to all of them with `record(_:in:)`, and log entries are in `Trainer.log`.
public protocol Extension: AnyObject {
  /// The name in the trainer and in snapshots.
  var name: String { get }

  /// Its position among the extensions.
  var priority: ExtensionPriority { get }

  /// Prepares, before the first iteration of a run and after a restore.
  func initialize(_ trainer: Trainer) throws

  /// Observes the iteration just done, whether or not the trigger fires.
  ///
  /// A device may still compute it: `trainer.observation` is up to date only where an extension runs.
  func observe(_ trainer: Trainer) throws

  /// Takes in what was observed of an iteration: by the training step first, then by other extensions.
  ///
  /// What a step observes comes before any extension runs after that iteration or is saved, but where a device computes, and
  /// none is to run, only once the next step has begun. `trainer.iteration` is that of the observation.
  func record(_ observation: Observation, in trainer: Trainer) throws

  /// Does its work.
  func run(in trainer: Trainer) throws

  /// Saves what a resumed run needs: the run was asked to stop, and this iteration was its last.
  func interrupt(_ trainer: Trainer) throws

  /// Cleans up at the end of the run, however it ended.
  func finalize(_ trainer: Trainer) throws

  /// What the end of the run should mention: files that were written, and notes.
  func findings(in trainer: Trainer) -> [RunFinding]

  /// The state with which a resumed run is like an uninterrupted one.
  func state() throws -> NamedArrays

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit.
  func restore(from state: StateReader) throws
}

/// Most extensions need only a name and `run(in:)`.
extension Extension {
  /// `.reader`.
  public var priority: ExtensionPriority { .reader }
  /// Does nothing.
  public func initialize(_ trainer: Trainer) throws {}
  /// Does nothing.
  public func observe(_ trainer: Trainer) throws {}
  /// Does nothing.
  public func record(_ observation: Observation, in trainer: Trainer) throws {}
  /// Does nothing.
  public func interrupt(_ trainer: Trainer) throws {}
  /// Does nothing.
  public func finalize(_ trainer: Trainer) throws {}
  /// Nothing.
  public func findings(in trainer: Trainer) -> [RunFinding] { [] }
  /// Nothing.
  public func state() throws -> NamedArrays { NamedArrays() }
  /// Does nothing.
  public func restore(from state: StateReader) throws {}
}

/// A finding that the end of a run mentions.
public enum RunFinding: Equatable, Sendable {
  /// A file or folder that was written, and its content: "samples".
  case file(String, path: String)
  /// A note, and its subject: "convolutions".
  case note(String, about: String)
}
