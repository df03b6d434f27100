public import Archives

/// An extension that keeps log entries for tables and curves.
///
/// A trainer has at most one; others find it in `Trainer.log`.
public protocol RunLog: Extension {
  /// All entries of the run, including those before a resume.
  var entries: [LogEntry] { get }
}

extension Trainer {
  /// The log among the extensions, if there is one.
  public var log: (any RunLog)? {
    for entry in entries {
      if let log = entry.body as? any RunLog { return log }
    }
    return nil
  }
}

/// Writes means of observations to the file `log`: a JSON list with one object per entry.
///
/// ```json
/// [
/// {"epoch": 0, "iteration": 100, "elapsed_time": 10.1, "loss": 1.2292, "accuracy": 0.76914},
/// {"epoch": 0, "iteration": 200, "elapsed_time": 19.9, "loss": 1.3017, "accuracy": 0.79226}
/// ]
/// ```
///
/// The file is replaced atomically, so that readers always find valid JSON. That takes longer the longer the
/// log is, so writing is limited to a twentieth of the run's time: an entry that comes sooner than nineteen
/// times the duration of the last write waits for a later one or the end of the run.
///
/// Source: Chainer's `training.extensions.LogReport`, whose keys these are.
public final class LogReport: RunLog {
  /// `log`.
  public let name = "log"
  /// Before the extensions that show its entries.
  public let priority = ExtensionPriority.recorder
  /// All entries of the run, including those before a resume.
  public private(set) var entries: [LogEntry] = []

  private var reporter = Reporter()
  /// The content of the file without the closing bracket.
  private var text: [UInt8] = LogReport.opening
  /// Whether `text` has more than the file.
  private var isBehind = false
  /// The file is not written again before this time of the trainer.
  private var nextWrite = -Double.infinity
  private static let opening = Array("[".utf8)

  /// An empty log.
  public init() {}

  /// After a restore, resets the file to what the snapshot knew: later entries are dropped.
  public func initialize(_ trainer: Trainer) throws {
    nextWrite = -.infinity
    if isBehind { try write(trainer) }
  }

  /// Adds an observation to the means.
  public func record(_ observation: Observation, in trainer: Trainer) throws {
    reporter.observe(observation)
  }

  /// Adds an entry, unless nothing was observed since the last one.
  public func run(in trainer: Trainer) throws {
    let means = reporter.means
    guard !means.isEmpty else { return }
    append(
      LogEntry(
        epoch: trainer.epoch,
        iteration: trainer.iteration,
        elapsedTime: trainer.elapsedTime,
        means: means
      )
    )
    reporter.reset()
    isBehind = true
    if trainer.now >= nextWrite { try write(trainer) }
  }

  /// Writes pending entries.
  public func finalize(_ trainer: Trainer) throws { if isBehind { try write(trainer) } }

  /// The entries, column by column, and the means so far.
  public func state() throws -> NamedArrays {
    var state = LogColumns.arrays(of: entries)
    state.merge(reporter.state(), under: "since/")
    return state
  }

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` where the state is not one of a log.
  public func restore(from state: StateReader) throws {
    let restored = try LogColumns.entries(of: state)
    try reporter.restore(from: state.section("since/"))
    try state.finish()
    entries = []
    text = Self.opening
    restored.forEach(append)
    isBehind = true
  }

  private func append(_ entry: LogEntry) {
    text += ((entries.isEmpty ? "\n" : ",\n") + entry.json).utf8
    entries.append(entry)
  }

  private func write(_ trainer: Trainer) throws {
    let start = trainer.now
    try trainer.folder.write(RunFiles.log) { path in
      let file = try AtomicFile(path)
      try file.write(text)
      try file.write(Array("\n]\n".utf8))
      try file.commit()
    }
    isBehind = false
    let end = trainer.now
    nextWrite = end + 19 * (end - start)
  }
}
