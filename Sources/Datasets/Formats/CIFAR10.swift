public import Archives

/// CIFAR-10's binary version: 32×32 color images of ten classes.
///
/// A record is a label byte, 0...9, and three planes of 1,024 bytes: red, green, blue. The file sizes give
/// the number of records.
///
/// Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
public enum CIFAR10 {
  /// The shape of every image.
  public static let shape = ImageShape(height: 32, width: 32, channels: 3)
  static let pixelCount = 32 * 32
  static let recordBytes = 1 + 3 * pixelCount

  /// Reads the records of one split, from the `.tar.gz` as downloaded, from the folder inside it, or from a
  /// single `.bin` file, which is read for either split.
  ///
  /// - Throws: `FileProblem` if there are no such records, or damaged ones.
  public static func read(
    _ path: String,
    split: DatasetSplit = .training,
    limits: ReadLimits = .data
  ) throws(FileProblem) -> StoredDataset {
    if let dataset = try readIfPresent(path, split: split, limits: limits) { return dataset }
    let names = split == .training ? "data_batch_*.bin" : "test_batch.bin"
    throw FileProblem(
      path,
      found: "holds no records of the \(split.rawValue) split",
      expected: "\(names) of CIFAR-10's binary version"
    )
  }

  /// The records of one split, or `nil` if there are no files of it.
  ///
  /// - Throws: `FileProblem` if there are damaged ones.
  static func readIfPresent(
    _ path: String,
    split: DatasetSplit,
    limits: ReadLimits = .data
  ) throws(FileProblem) -> StoredDataset? {
    var records = CIFAR10Records()
    if FileKind(at: path) == .folder {
      for file in try filesOfFolder(path) where isBatch(file, of: split) {
        let file = path + "/" + file
        try records.append(try InputFile.read(file, limit: limits.totalBytes), path: file)
      }
    } else if path.hasSuffix(".bin") {
      try records.append(try InputFile.read(path, limit: limits.totalBytes), path: path)
    } else {
      var batches = try batches(inArchive: path, split: split, limits: limits)
      // Each is released as soon as it is copied: together they are as large as the dataset.
      while let batch = batches.popLast() {
        try records.append(batch.bytes, path: path + "/" + batch.name)
      }
    }
    if records.labels.isEmpty { return nil }
    return StoredDataset(name: path, shape: shape, pixels: records.pixels, labels: records.labels)
  }

  /// Whether a file of that name belongs to any split.
  static func isBatch(_ name: String) -> Bool {
    DatasetSplit.allCases.contains { isBatch(name, of: $0) }
  }

  /// Whether a file of that name belongs to the split.
  static func isBatch(_ name: String, of split: DatasetSplit) -> Bool {
    switch split {
    case .training: name.hasPrefix("data_batch_") && name.hasSuffix(".bin")
    case .test: name == "test_batch.bin"
    }
  }

  /// The split's files in an archive, in reverse order of name.
  private static func batches(
    inArchive path: String,
    split: DatasetSplit,
    limits: ReadLimits
  ) throws(FileProblem) -> [(name: String, bytes: [UInt8])] {
    var reader = try PackedFiles(path, format: .tar, limits: limits)
    var batches: [(name: String, bytes: [UInt8])] = []
    while let entry = try reader.nextFile() {
      let name = entry.split(separator: "/").last.map(String.init) ?? entry
      guard isBatch(name, of: split) else { continue }
      batches.append((name, try reader.read(upTo: limits.totalBytes)))
    }
    return batches.sorted { $0.name > $1.name }
  }
}
