public import Archives

/// Data sets by name or path.
public enum Datasets {
  /// Opens the data set of a name that `DatasetCatalog` knows, or whatever stands at a path.
  ///
  /// What a path holds is told by its content: CIFAR-10's archive, folder or `.bin` file; a file or
  /// folder of IDX images; a folder of PNG and JPEG images, or a single image. A name wins over a
  /// path of the same letters: write `./mnist` for the path.
  ///
  /// - Throws: `FileProblem` where nothing is found, or it holds no images of the part `split`.
  public static func open(
    _ nameOrPath: String,
    split: DatasetSplit = .training
  ) throws(FileProblem) -> any ImageDataset {
    try open(nameOrPath, split: split, in: DatasetCatalog())
  }

  /// Opens a data set, names being looked up in `catalog`.
  ///
  /// - Throws: `FileProblem` where nothing is found, or it holds no images of the part `split`.
  public static func open(
    _ nameOrPath: String,
    split: DatasetSplit = .training,
    in catalog: DatasetCatalog
  ) throws(FileProblem) -> any ImageDataset {
    if let known = DatasetCatalog.entry(named: nameOrPath) {
      return try read(try catalog.path(of: known), split: split)
    }
    guard FileKind(at: nameOrPath) != .missing else {
      let names = DatasetCatalog.entries.map(\.name).joined(separator: ", ")
      throw FileProblem(
        nameOrPath,
        found: "is neither a known data set nor a path that exists",
        expected: "one of \(names), or the path of images"
      )
    }
    return try read(nameOrPath, split: split)
  }

  private static func read(
    _ path: String,
    split: DatasetSplit
  ) throws(FileProblem) -> any ImageDataset {
    switch try DatasetFormat(of: path) {
    case .cifar10(let place): try CIFAR10.read(place, split: split)
    case .idx: try IDX.read(path, split: split)
    case .imageFolder: try ImageFolder(path)
    case .image: try ImageFolder(files: [path], name: path)
    }
  }
}
