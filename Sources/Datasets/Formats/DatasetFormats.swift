internal import Archives

/// The known formats of images.
///
/// A program with more adds them around everything that it does:
///
/// ```swift
/// try DatasetFormats.builtIn.adding([BarsFormat()]).run {
///   let images = try Datasets.open("some.bars")
///   …
/// }
/// ```
///
/// Everything that opens data in the current task knows these.
public struct DatasetFormats: Sendable {
  /// Forger's own formats.
  public static let builtIn = DatasetFormats([
    CIFAR10Format(), IDXFormat(), ImageArchiveFormat(), ImageFileFormat(), ImageFolderFormat(),
  ])

  /// The formats that the current task knows.
  ///
  /// Structured tasks inherit them; dispatch queues and threads started inside do not.
  @TaskLocal public static var current = builtIn

  /// All formats in the order in which they are tried: the first that recognizes a path reads it.
  public let all: [any DatasetFormat]

  private init(_ all: [any DatasetFormat]) { self.all = all }

  /// These formats and some more, which are tried first.
  public func adding(_ more: [any DatasetFormat]) -> DatasetFormats { DatasetFormats(more + all) }

  /// Runs `body` with these as the current formats.
  public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Self.$current.withValue(self) { try body() }
  }

  /// The format of a path.
  ///
  /// - Throws: `FileProblem` if none of them recognizes it.
  func format(of path: String) throws(FileProblem) -> any DatasetFormat {
    let expected = all.map(\.summary).joined(separator: "; ")
    let candidate: DatasetCandidate
    do {
      candidate = try DatasetCandidate(path)
    } catch {
      throw FileProblem(path, found: error.found, expected: expected)
    }
    for format in all where try format.recognizes(candidate) { return format }
    if candidate.archiveFormat != nil {
      throw FileProblem(
        path,
        found: "holds no images",
        expected: "PNG or JPEG images, or data_batch_*.bin of CIFAR-10's binary version"
      )
    }
    let isEmpty = candidate.start.isEmpty
    throw FileProblem(
      path,
      found: isEmpty ? "is empty" : "is not in a recognized image format",
      expected: expected
    )
  }
}
