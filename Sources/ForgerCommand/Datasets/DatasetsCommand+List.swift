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
        let size = NumberText.bytes(Double(entry.source.byteCount))
        let place =
          catalog.find(entry)
          ?? "not found: get it (\(size)) with forger datasets fetch \(entry.name)"
        try console.printResult(
          [entry.name.padded(to: widths.0), entry.summary.padded(to: widths.1), place]
            .joined(separator: "  ")
        )
      }
    }
  }
}
