import Archives

/// CIFAR-10's binary version: its archive, folder or a `.bin` file, or a folder with one of the first two in
/// it.
struct CIFAR10Format: DatasetFormat {
  let summary = "CIFAR-10's archive or .bin file"

  /// Its names inside an enclosing folder.
  private static let names = ["cifar-10-batches-bin", "cifar-10-binary.tar.gz"]

  func recognizes(_ candidate: DatasetCandidate) throws(FileProblem) -> Bool {
    if candidate.isFolder {
      if candidate.names.contains(where: CIFAR10.isBatch) { return true }
      return !IDXFormat().recognizes(candidate) && Self.inner(of: candidate.path) != nil
    }
    if candidate.path.hasSuffix(".bin") { return true }
    guard let format = candidate.archiveFormat else { return false }
    return try candidate.firstKnownFile(in: format).map(CIFAR10.isBatch) ?? false
  }

  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    try CIFAR10.read(try place(in: path), split: split)
  }

  func openTestSplit(_ path: String) throws(FileProblem) -> (any ImageDataset)? {
    if path.hasSuffix(".bin") { return nil }
    return try CIFAR10.readIfPresent(try place(in: path), split: .test)
  }

  /// The archive, folder or file itself.
  private func place(in path: String) throws(FileProblem) -> String {
    guard FileKind(at: path) == .folder, try !filesOfFolder(path).contains(where: CIFAR10.isBatch)
    else { return path }
    return Self.inner(of: path) ?? path
  }

  private static func inner(of folder: String) -> String? {
    names.map { folder + "/" + $0 }.first { FileKind(at: $0) != .missing }
  }
}

/// A file or folder of IDX images.
struct IDXFormat: DatasetFormat {
  let summary = "IDX images"

  func recognizes(_ candidate: DatasetCandidate) -> Bool {
    if !candidate.isFolder { return candidate.start.starts(with: IDX.imageMagic) }
    return candidate.names.contains { name in
      DatasetSplit.allCases.contains { IDX.imageNames($0).contains(name) }
    }
  }

  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    try IDX.read(path, split: split)
  }

  func openTestSplit(_ path: String) throws(FileProblem) -> (any ImageDataset)? {
    guard FileKind(at: path) == .folder else { return nil }
    return try IDX.readIfPresent(path, split: .test)
  }
}
