public import Archives

extension Datasets {
  /// The test split of the dataset with a name or path, or `nil` if the data has no splits or lacks that one.
  ///
  /// - Throws: `FileProblem` if nothing is found, or the split is damaged.
  public static func openTestPart(
    of nameOrPath: String,
    in catalog: DatasetCatalog = DatasetCatalog()
  ) throws(FileProblem) -> (any ImageDataset)? {
    let path =
      if let entry = DatasetCatalog.entry(named: nameOrPath) {
        try catalog.path(of: entry)
      } else {
        nameOrPath
      }
    return try DatasetFormats.current.format(of: path).openTestSplit(path)
  }
}
