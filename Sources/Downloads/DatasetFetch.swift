public import Archives
public import Datasets
public import Terminal

/// Fetches a dataset into a folder, which appears when all its files are there and right.
///
/// What is not complete yet waits in a folder beside it, of the same name with `.part` after it, for
/// the next fetch to go on with. What has that name and is not Forger's stays as it is, and is a problem.
public struct DatasetFetch {
  /// How a fetch ended that met no problem.
  public enum Outcome: Equatable {
    /// The dataset is there now.
    case fetched
    /// It was there before.
    case wasThere
    /// A signal came; so many bytes wait for the next fetch.
    case interrupted(StopSignal, bytesKept: Int)
  }

  private let name: String
  private let source: DatasetSource
  private let address: WebAddress
  private let folder: String
  private let settings: DownloadSettings
  private var staging: StagingFolder { StagingFolder(for: source.files, beside: folder) }

  /// A fetch of the dataset that users call `name`.
  ///
  /// - Parameters:
  ///   - name: What users call it.
  ///   - source: Its files, and where they are if no `mirror` is given.
  ///   - mirror: The address of a folder that holds the files under their usual names.
  ///   - folder: The folder that the files shall be in.
  ///   - settings: How patient to be.
  /// - Throws: `FileProblem` where the source's address is none.
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
        found: "is no address",
        expected: "one that begins with http:// or https://"
      )
    }
    self.name = name
    self.source = source
    self.address = address
    self.folder = absolutePath(folder)
    self.settings = settings
  }

  /// Fetches what is missing or wrong, or everything if `anew`; tells on `console` how it goes.
  ///
  /// Ctrl-C ends it in good order. Files of that name that are wrong are replaced at the end, all
  /// others in the folder are left alone.
  ///
  /// - Throws: `FileProblem` where files cannot be fetched, are not the right ones or cannot be
  ///   written, or where another process is fetching into the same folder.
  public func run(anew: Bool = false, on console: Console) throws -> Outcome {
    try SignalWatch.during { request in
      try run(anew: anew, on: console, stopping: request)
    }
  }

  /// The same with any request to stop.
  package func run(
    anew: Bool = false,
    on console: Console,
    stopping request: StopRequest
  ) throws(FileProblem) -> Outcome {
    if !anew, missingFiles().isEmpty {
      StagingFolder.removeMark(in: folder)
      return .wasThere
    }
    try makeFolder(parent(of: folder))
    let busy = FileProblem(
      folder,
      found: "is being fetched by another process",
      expected: "one fetch at a time"
    )
    let lock = try FileLock(file: folder + ".lock", busy: busy)
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
    // Another process may have fetched it before the lock was ours.
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

  /// The files that are not in the folder, or are not the right ones.
  private func missingFiles() -> [RemoteFile] {
    source.files.filter { !isRight($0, at: folder + "/" + $0.name) }
  }

  private func isRight(_ file: RemoteFile, at path: String) -> Bool {
    guard let count = byteCount(of: path), count == file.byteCount else { return false }
    return (try? SHA256.ofFile(path)) == file.sha256
  }
}
