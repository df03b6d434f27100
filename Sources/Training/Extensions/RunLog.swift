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
