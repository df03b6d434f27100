import ArgumentParser
import Datasets
import Downloads
import Terminal

extension DatasetsCommand {
  /// `forger datasets list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the datasets that Forger knows, a line each."
    )

    func run() throws {
      let console = Console.standardOutput()
      let catalog = DatasetCatalog()
      let entries = DatasetCatalog.entries
      let widths = (
        entries.map(\.name.count).max() ?? 0, entries.map(\.summary.count).max() ?? 0
      )
      for entry in entries {
        let size = ByteText.text(Double(entry.source.byteCount))
        let place =
          catalog.find(entry)
          ?? "not found: get it (\(size)) with forger datasets fetch \(entry.name)"
        try console.printResult(
          [column(entry.name, widths.0), column(entry.summary, widths.1), place]
            .joined(separator: "  ")
        )
      }
    }

    private func column(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
  }
}
