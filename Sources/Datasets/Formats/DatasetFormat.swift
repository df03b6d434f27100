public import Archives

/// A format of images in a file or a folder: how to recognize it, and how to read it.
///
/// ```swift
/// struct BarsFormat: DatasetFormat {
///   let summary = "files of bars, .bars"
///
///   func recognizes(_ candidate: DatasetCandidate) throws(FileProblem) -> Bool {
///     candidate.start.starts(with: Array("BARS".utf8))
///   }
///
///   func open(_ path: String, split: DatasetSplit, cacheBytes: Int) throws(FileProblem) -> any ImageDataset {
///     …
///   }
/// }
/// ```
///
/// The known formats are in `DatasetFormats`.
public protocol DatasetFormat: Sendable {
  /// A short description for lists: "IDX images".
  var summary: String { get }

  /// Whether a path is of the format, by its content.
  ///
  /// - Throws: If the content cannot be read.
  func recognizes(_ candidate: DatasetCandidate) throws(FileProblem) -> Bool

  /// Reads the images of a split, or all images if the data has no splits.
  ///
  /// - Parameters:
  ///   - path: A recognized path.
  ///   - split: The split to read.
  ///   - cacheBytes: The limit of decoded images kept in memory, in bytes.
  /// - Returns: The images.
  /// - Throws: If there are no such images, or damaged ones.
  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset

  /// Reads the test split, or returns `nil` if the data has no splits or lacks that one.
  ///
  /// - Throws: If the split is damaged.
  func openTestSplit(_ path: String) throws(FileProblem) -> (any ImageDataset)?
}

extension DatasetFormat {
  /// `nil`: the data has no splits.
  public func openTestSplit(_ path: String) throws(FileProblem) -> (any ImageDataset)? { nil }
}
