public import Archives
public import Datasets
public import Terminal

/// Downloads a dataset into a folder, which appears when all its files are there and verified.
///
/// What is not complete yet waits in a folder beside it, of the same name with `.part` after it, for
/// the next fetch to resume. What has that name and is not Forger's stays as it is, and is a problem.
public struct DatasetFetch {
  /// The outcome of a download without problems.
  public enum Outcome: Equatable {
    /// The dataset was downloaded.
    case fetched
    /// It was there already.
    case wasThere
    /// A signal stopped the download; the bytes so far are kept for the next one.
    case interrupted(StopSignal, bytesKept: Int)
  }

  private let name: String
  private let source: DatasetSource
  private let address: WebAddress
  private let folder: String
  private let settings: DownloadSettings
  private var staging: StagingFolder { StagingFolder(for: source.files, beside: folder) }

  /// A download of the dataset named `name`.
  ///
  /// - Parameters:
  ///   - name: The dataset's name.
  ///   - source: Its files, and their address if no `mirror` is given.
  ///   - mirror: The address of a folder with the files under their usual names.
  ///   - folder: The folder to store the files in.
  ///   - settings: Timeouts and retries.
  /// - Throws: `FileProblem` if the source's address is not valid.
  public init(
    _ name: String,
    _ source: DatasetSource,
    from mirror: WebAddress? = nil,
    into folder: String,
    settings: DownloadSettings = .init()
  ) throws(FileProblem) {
    guard let address = mirror ?? WebAddress(source.address) else {
      throw FileProblem(
        source.address,
        found: "is not an address",
        expected: "one that begins with http:// or https://"
      )
    }
    self.name = name
    self.source = source
    self.address = address
    self.folder = absolutePath(folder)
    self.settings = settings
  }

  /// Downloads missing or wrong files, or everything if `anew`; shows progress on `console`.
  ///
  /// Ctrl-C stops it in good order. Wrong files of the dataset are replaced at the end; all others in the
  /// folder are left alone.
  ///
  /// - Throws: `FileProblem` if files cannot be downloaded, verified or written, or another process is
  ///   downloading into the same folder.
  public func run(anew: Bool = false, on console: Console) throws -> Outcome {
    try SignalWatch.during { request in
      try run(anew: anew, on: console, stopping: request)
    }
  }

  /// Downloads with a given stop request.
  package func run(
    anew: Bool = false,
    on console: Console,
    stopping request: StopRequest
  ) throws(FileProblem) -> Outcome {
    let lockPath = folder + ".lock"
    let busy = FileProblem(
      folder,
      found: "is being fetched by another process",
      expected: "one fetch at a time"
    )
    if !anew, missingFiles().isEmpty {
      StagingFolder.removeMark(in: folder)
      // The lock of a fetch that was killed at its very end is removed together with one of this process.
      if FileKind(at: lockPath, followingLinks: false) == .file {
        _ = try? FileLock(file: lockPath, busy: busy)
      }
      return .wasThere
    }
    try makeFolder(parent(of: folder))
    let lock = try FileLock(file: lockPath, busy: busy)
    defer { withExtendedLifetime(lock) {} }
    return try runAlone(anew: anew, on: console, stopping: request)
  }

  private func runAlone(
    anew: Bool,
    on console: Console,
    stopping request: StopRequest
  ) throws(FileProblem) -> Outcome {
    let staging = staging
    if anew { try staging.clear() }
    // Another process may have downloaded it before the lock was taken.
    let missing = anew ? source.files : missingFiles()
    if missing.isEmpty { return .wasThere }
    try staging.open()
    defer { if staging.bytesKept == 0 { try? staging.clear() } }
    let display = FetchDisplay(name, total: missing.reduce(0) { $0 + $1.byteCount }, on: console)
    display.start(from: address, to: folder)
    for file in missing {
      let path = staging.path(of: file)
      display.begin(file)
      if !isRight(file, at: path) {
        let download = Download(file, from: address, settings: settings)
        let outcome: Download.Outcome
        do throws(FileProblem) {
          outcome = try download.run(to: path, stopping: request, report: display.take)
        } catch {
          display.end()
          throw error
        }
        if case .interrupted(let signal) = outcome {
          display.end()
          return .interrupted(signal, bytesKept: staging.bytesKept)
        }
      }
      display.finish(file)
    }
    display.end()
    try staging.publish(missing, in: folder)
    return .fetched
  }

  /// The files that are not in the folder, or fail verification.
  private func missingFiles() -> [RemoteFile] {
    source.files.filter { !isRight($0, at: folder + "/" + $0.name) }
  }

  private func isRight(_ file: RemoteFile, at path: String) -> Bool {
    guard let count = byteCount(of: path), count == file.byteCount else { return false }
    return (try? SHA256.ofFile(path)) == file.sha256
  }
}
