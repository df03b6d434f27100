import Archives
import Datasets
import Downloads
import FileTestSupport
import ServerTestSupport
import Terminal
import Testing

/// Bytes that no other seed gives, so that pieces in a wrong place are noticed.
func sampleBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var generator = SplitMix64(state: seed)
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}

/// A file with a name and the right sum of `bytes`.
func remoteFile(_ name: String, _ bytes: [UInt8]) throws -> RemoteFile {
  let folder = try TemporaryFolder()
  let path = try folder.write(bytes, as: "file")
  return RemoteFile(name, byteCount: bytes.count, sha256: try SHA256.ofFile(path))
}

/// Settings that do not make tests wait, but for stalls.
let quick = DownloadSettings(stallSeconds: 20, retries: 3, firstDelay: 0.001, longestDelay: 0.002)

/// A download of a file, `file`, from a server of a test's own.
struct DownloadTrial {
  let bytes: [UInt8]
  let folder: TemporaryFolder
  let server: TestServer
  let download: Download
  var path: String { folder("file") }
  var partPath: String { folder("file.part") }

  init(
    _ bytes: [UInt8],
    settings: DownloadSettings = quick,
    _ behavior: @escaping TestServer.Behavior
  ) throws {
    self.bytes = bytes
    folder = try TemporaryFolder()
    server = try TestServer(behavior)
    let address = try #require(WebAddress(server.address + "/data"))
    download = Download(try remoteFile("file", bytes), from: address, settings: settings)
  }

  /// What the download tells, but for its progress.
  @discardableResult
  func run(stopping request: StopRequest = StopRequest()) throws -> [Download.Event] {
    var events: [Download.Event] = []
    let outcome = try download.run(to: path, stopping: request) { event in
      if case .progress = event { return }
      events.append(event)
    }
    #expect(outcome == .finished)
    return events
  }

  /// Expects that the right file is there, and nothing else.
  func expectFile(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try folder.names() == ["file"], sourceLocation: sourceLocation)
    let found = try InputFile.read(path, limit: 1 << 30)
    #expect(found == bytes, sourceLocation: sourceLocation)
  }

  /// Expects that the download fails, naming its address and saying `words`, and that no file appears.
  func expectProblem(
    saying words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let problem = problem { try run() }
    #expect(problem?.path == server.address + "/data/file", sourceLocation: sourceLocation)
    for word in words {
      #expect(
        problem?.description.contains(word) == true,
        "\(String(describing: problem))",
        sourceLocation: sourceLocation
      )
    }
    #expect(try !folder.names().contains("file"), sourceLocation: sourceLocation)
  }
}
