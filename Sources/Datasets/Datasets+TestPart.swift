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
    switch try DatasetFormat(of: path) {
    case .cifar10(let place) where !place.hasSuffix(".bin"):
      return try CIFAR10.readIfPresent(place, split: .test)
    case .idx where FileKind(at: path) == .folder:
      return try IDX.readIfPresent(path, split: .test)
    default: return nil
    }
  }
}
