public import Archives

extension Datasets {
  /// The test part of the data set of a name or path, or `nil` for data that do not come in parts or lack
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
    let hasParts =
      switch try DatasetFormat(of: path) {
      case .cifar10(let place): !place.hasSuffix(".bin")
      case .idx: FileKind(at: path) == .folder
      default: false
      }
    guard hasParts else { return nil }
    do throws(FileProblem) {
      return try Datasets.open(path, split: .test, in: DatasetCatalog(places: []))
    } catch {
      // It is the data set that lacks the part, or a file of the part that is damaged.
      if error.found.contains("of the test part") { return nil }
      throw error
    }
  }
}
