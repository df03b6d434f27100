public import Archives

/// Datasets by name or path.
public enum Datasets {
  /// Opens the dataset of a name that `DatasetCatalog` knows, or whatever stands at a path.
  ///
  /// What a path holds is told by its content, by the `DatasetFormats` of the current task: CIFAR-10's archive,
  /// folder or `.bin` file; a file or folder of IDX images; a folder or an archive of PNG and JPEG images, or a
  /// single image. A name wins
  /// over a path of the same letters: write `./mnist` for the path.
  ///
  /// - Throws: `FileProblem` where nothing is found, or it holds no images of the part `split`.
  public static func open(
    _ nameOrPath: String,
    split: DatasetSplit = .training,
    cacheBytes: Int = ImageCollection.defaultCacheBytes
  ) throws(FileProblem) -> any ImageDataset {
    try open(nameOrPath, split: split, in: DatasetCatalog(), cacheBytes: cacheBytes)
  }

  /// Opens a dataset, names being looked up in `catalog`.
  ///
  /// - Throws: `FileProblem` where nothing is found, or it holds no images of the part `split`.
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
        expected: "one of \(names), or the path of images"
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

/// The two parts in which the classic datasets come.
public enum DatasetSplit: String, CaseIterable, Codable, Sendable {
  /// What networks learn from.
  case training
  /// What is kept to judge them by.
  case test
}
