public import Archives

/// The extension that keeps what was observed, for tables and curves that show it.
///
/// A trainer has one at most; others find it in `Trainer.log`.
public protocol RunLog: Extension {
  /// All entries of the run, those before a resume included.
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

/// Writes the means of what was observed to the file `log`: a JSON list with an object an entry.
///
/// ```json
/// [
/// {"epoch": 0, "iteration": 100, "elapsed_time": 10.1, "loss": 1.2292, "accuracy": 0.76914},
/// {"epoch": 0, "iteration": 200, "elapsed_time": 19.9, "loss": 1.3017, "accuracy": 0.79226}
/// ]
/// ```
///
/// The file is replaced atomically, so that whoever reads it finds valid JSON. That costs more the
/// longer the log is, so it takes at most a twentieth of the run's time: an entry that comes sooner
/// than nineteen times what the last write took waits for a later one or for the run's end.
///
/// Source: Chainer's `training.extensions.LogReport`, whose keys these are.
public final class LogReport: RunLog {
  /// `log`.
  public let name = "log"
  /// Before those that show its entries.
  public let priority = ExtensionPriority.recorder
  /// All entries of the run, those before a resume included.
  public private(set) var entries: [LogEntry] = []

  private var reporter = Reporter()
  /// What stands in the file, but for the closing bracket.
  private var text: [UInt8] = LogReport.opening
  /// Whether the file lacks something that `text` has.
  private var isBehind = false
  /// The trainer's time before which the file is not written again.
  private var nextWrite = -Double.infinity
  private static let opening = Array("[".utf8)

  /// An empty log.
  public init() {}

  /// After a restore, brings the file to what the snapshot knew: later entries are dropped.
  public func initialize(_ trainer: Trainer) throws {
    nextWrite = -.infinity
    if isBehind { try write(trainer) }
  }

  /// Takes the iteration's observation into the means.
  public func observe(_ trainer: Trainer) throws { reporter.observe(trainer.observation) }

  /// Adds an entry; nothing where nothing was observed since the last.
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

  /// Writes the entries that waited.
  public func finalize(_ trainer: Trainer) throws { if isBehind { try write(trainer) } }

  /// The entries, column by column, and the means so far.
  public func state() throws -> NamedArrays {
    var state = LogColumns.arrays(of: entries)
    state.merge(reporter.state(), under: "since/")
    return state
  }

  /// Continues from a saved state.
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
