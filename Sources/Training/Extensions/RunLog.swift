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
