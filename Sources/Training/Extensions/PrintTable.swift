public import Terminal

/// Prints the log's entries as rows of a table, with a header before the first.
///
/// ```
/// epoch       iteration   loss        accuracy
/// 0           100         1.2292      0.76914
/// ```
///
/// Source: Chainer's `training.extensions.PrintReport`.
public final class PrintTable: Extension {
  /// `table`.
  public let name = "table"

  private let columns: [String]
  private let console: Console
  private var isHeaderPrinted = false
  /// The number of entries printed so far.
  private var printedCount = 0

  /// A table of some of the log's values: `epoch`, `iteration`, `elapsed_time` and observed names.
  ///
  /// The entries are those of the trainer's log.
  public init(columns: [String], on console: Console) {
    self.columns = columns
    self.console = console
  }

  /// Skips the entries from before a resume.
  public func initialize(_ trainer: Trainer) throws {
    printedCount = trainer.log?.entries.count ?? 0
  }

  /// Prints new entries.
  public func run(in trainer: Trainer) throws {
    guard let entries = trainer.log?.entries else { return }
    for entry in entries.dropFirst(printedCount) {
      if !isHeaderPrinted { console.print(row { $0 }) }
      isHeaderPrinted = true
      console.print(row { cell($0, of: entry) })
    }
    printedCount = entries.count
  }

  /// A row with columns 10 characters wide, or as wide as their heading, two spaces apart.
  private func row(_ cell: (String) -> String) -> String {
    let cells = columns.map { cell($0).padded(to: max(10, $0.count)) }
    let row = cells.joined(separator: "  ")
    return String(row.reversed().drop { $0 == " " }.reversed())
  }

  /// Six significant digits as in Chainer's table, but iterations and epochs as whole numbers.
  private func cell(_ column: String, of entry: LogEntry) -> String {
    switch column {
    case "epoch": "\(entry.epoch)"
    case "iteration": "\(entry.iteration)"
    case "elapsed_time": NumberText.general(entry.elapsedTime)
    default: entry.means[column].map { NumberText.general($0) } ?? ""
    }
  }
}
