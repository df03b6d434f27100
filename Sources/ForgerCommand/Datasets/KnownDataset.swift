import ArgumentParser
import Datasets

/// A dataset given by its name.
struct KnownDataset: ExpressibleByArgument {
  /// Its entry in the catalog.
  let entry: DatasetCatalog.Entry

  init?(argument: String) {
    guard let entry = DatasetCatalog.entry(named: argument) else { return nil }
    self.entry = entry
  }

  static var allValueStrings: [String] { DatasetCatalog.entries.map(\.name) }
}
