internal import Archives

/// The formats that images are looked for in.
///
/// A program that has more adds them around all that it does:
///
/// ```swift
/// try DatasetFormats.builtIn.adding([BarsFormat()]).run {
///   let images = try Datasets.open("some.bars")
///   …
/// }
/// ```
///
/// The ones of the current task are known to everything that opens data there.
public struct DatasetFormats: Sendable {
  /// Those that come with Forger.
  public static let builtIn = DatasetFormats([
    CIFAR10Format(), IDXFormat(), ImageArchiveFormat(), ImageFileFormat(), ImageFolderFormat(),
  ])

  /// Those that the current task knows.
  ///
  /// They go along with structured tasks, not with dispatch queues or threads that are started inside.
  @TaskLocal public static var current = builtIn

  /// All of them, in the order in which they are asked: the first that recognizes something reads it.
  public let all: [any DatasetFormat]

  private init(_ all: [any DatasetFormat]) { self.all = all }

  /// These and some more, which are asked first.
  public func adding(_ more: [any DatasetFormat]) -> DatasetFormats { DatasetFormats(more + all) }

  /// Runs `body` where these are the current ones.
  public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Self.$current.withValue(self) { try body() }
  }

  /// The format of what stands at a path.
  ///
  /// - Throws: `FileProblem` where it can be read by none of them.
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
      found: isEmpty ? "is empty" : "starts like nothing that holds images",
      expected: expected
    )
  }
}
