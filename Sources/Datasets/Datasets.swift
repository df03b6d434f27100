public import Archives

/// Datasets by name or path.
public enum Datasets {
  /// Opens the dataset of a name that `DatasetCatalog` knows, or the data at a path.
  ///
  /// The format at a path is recognized by content, by the `DatasetFormats` of the current task: CIFAR-10's
  /// archive, folder or `.bin` file; a file or folder of IDX images; a folder or an archive of PNG and JPEG
  /// images, or a single image. A name takes precedence over an equal path: write `./mnist` for the path.
  ///
  /// - Throws: `FileProblem` if nothing is found, or it holds no images of the split.
  public static func open(
    _ nameOrPath: String,
    split: DatasetSplit = .training,
    cacheBytes: Int = ImageCollection.defaultCacheBytes
  ) throws(FileProblem) -> any ImageDataset {
    try open(nameOrPath, split: split, in: DatasetCatalog(), cacheBytes: cacheBytes)
  }

  /// Opens a dataset, looking up names in `catalog`.
  ///
  /// - Throws: `FileProblem` if nothing is found, or it holds no images of the split.
  public static func open(
    _ nameOrPath: String,
    split: DatasetSplit = .training,
    in catalog: DatasetCatalog,
    cacheBytes: Int = ImageCollection.defaultCacheBytes
  ) throws(FileProblem) -> any ImageDataset {
    if let known = DatasetCatalog.entry(named: nameOrPath) {
      return try read(try catalog.path(of: known), split: split, cacheBytes: cacheBytes)
    }
    guard FileKind(at: nameOrPath) != .missing else {
      let names = DatasetCatalog.entries.map(\.name).joined(separator: ", ")
      throw FileProblem(
        nameOrPath,
        found: "is neither a known dataset nor a path that exists",
        expected: "one of \(names), or a path to images"
      )
    }
    return try read(nameOrPath, split: split, cacheBytes: cacheBytes)
  }

  private static func read(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    try DatasetFormats.current.format(of: path).open(path, split: split, cacheBytes: cacheBytes)
  }
}

/// The two splits of the classic datasets.
public enum DatasetSplit: String, CaseIterable, Codable, Sendable {
  /// The images that networks learn from.
  case training
  /// The images held out for evaluation.
  case test
}
