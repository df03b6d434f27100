public import Archives

extension Datasets {
  /// The test split of the dataset of a name or path, or `nil` for data that do not come in parts or lack
  /// that one.
  ///
  /// - Throws: `FileProblem` where nothing is found, or there is such a part and it is damaged.
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
