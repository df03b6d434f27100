public import Archives

/// Something that happens beside the training: a log, a table, a preview, a snapshot.
///
/// After each iteration the trainer goes through its extensions by falling priority. Each of them is
/// shown the iteration with `observe(_:)` and, when its trigger fires, runs. None has to know another:
/// what was observed is the trainer's, what was logged is in `Trainer.log`.
public protocol Extension: AnyObject {
  /// The name by which the trainer knows it and under which snapshots hold its state.
  var name: String { get }

  /// Its place among the extensions.
  var priority: ExtensionPriority { get }

  /// Gets ready, before the first iteration of a run and after a restore.
  func initialize(_ trainer: Trainer) throws

  /// Looks at the iteration just done, whether or not the trigger fires.
  func observe(_ trainer: Trainer) throws

  /// Does its work.
  func run(in trainer: Trainer) throws

  /// Keeps what a resumed run needs: the run was asked to stop, and this iteration was its last.
  func interrupt(_ trainer: Trainer) throws

  /// Tidies up, after the run ended in whatever way.
  func finalize(_ trainer: Trainer) throws

  /// What the run's end should mention: files that were written, and what else came up.
  func findings(in trainer: Trainer) -> [RunFinding]

  /// What a resumed run needs to go on as if never stopped.
  func state() throws -> NamedArrays

  /// Continues from a saved state.
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

/// Something that a run's end mentions.
public enum RunFinding: Equatable, Sendable {
  /// A file or folder that was written, and what it holds: "samples".
  case file(String, path: String)
  /// Something to know, and what it is about: "convolutions".
  case note(String, about: String)
}
