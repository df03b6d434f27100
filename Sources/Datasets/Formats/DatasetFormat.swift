public import Archives

/// A form in which images lie in a file or a folder: how to know it, and how to read it.
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
/// The ones that are known are in `DatasetFormats`.
public protocol DatasetFormat: Sendable {
  /// What it takes, in a few words for a list: "IDX images".
  var summary: String { get }

  /// Whether what stands at a path is of the format, as its content tells.
  ///
  /// - Throws: Where the content cannot be read.
  func recognizes(_ candidate: DatasetCandidate) throws(FileProblem) -> Bool

  /// Reads the images of a split; of data that do not come in splits, all of them.
  ///
  /// - Parameters:
  ///   - path: What was recognized.
  ///   - split: Which part of the data.
  ///   - cacheBytes: The most bytes of decoded images that may be kept in memory.
  /// - Returns: The images.
  /// - Throws: Where there are no such images, or damaged ones.
  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset

  /// Reads the test split, or returns `nil` for data that do not come in splits or lack that one.
  ///
  /// - Throws: Where there is one, and it is damaged.
  func openTestSplit(_ path: String) throws(FileProblem) -> (any ImageDataset)?
}

extension DatasetFormat {
  /// `nil`: the data do not come in splits.
  public func openTestSplit(_ path: String) throws(FileProblem) -> (any ImageDataset)? { nil }
}
