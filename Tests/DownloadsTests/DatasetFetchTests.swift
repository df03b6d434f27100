import Archives
import Datasets
import Downloads
import FileTestSupport
import ServerTestSupport
import Terminal
import Testing

/// Sets of files, made up for the tests.
@Suite struct DatasetFetchTests {
  private let contents: [String: [UInt8]] = [
    "images": sampleBytes(50_000, seed: 4), "labels": sampleBytes(500, seed: 5),
    "more": sampleBytes(5_000, seed: 6),
  ]
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func source() throws -> DatasetSource {
    DatasetSource(
      address: "http://127.0.0.1:1",
      files: try ["images", "labels", "more"].map { try remoteFile($0, contents[$0] ?? []) }
    )
  }

  /// A server that has the files, but for those in `missing`.
  private func server(without missing: [String] = []) throws -> TestServer {
    try TestServer { [contents] request, _ in
      let name = String(request.path.dropFirst())
      guard let bytes = contents[name], !missing.contains(name) else {
        return .status("404 Not Found")
      }
      return .file(bytes, request)
    }
  }

  private func fetch(
    from server: TestServer,
    anew: Bool = false,
    on console: Console = Console(.lines) { _ in },
    stopping request: StopRequest = StopRequest()
  ) throws -> DatasetFetch.Outcome {
    let fetch = try DatasetFetch(
      "numbers",
      try source(),
      from: WebAddress(server.address),
      into: folder("cache/numbers/"),
      settings: quick
    )
    return try fetch.run(anew: anew, on: console, stopping: request)
  }

  private func expectAll(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for (name, bytes) in contents {
      let found = try InputFile.read(folder("cache/numbers/" + name), limit: 1 << 20)
      #expect(found == bytes, sourceLocation: sourceLocation)
    }
    // Neither a lock nor parts are left.
    let names = try FileSystem.names(folder("cache"))
    #expect(names == ["numbers"], sourceLocation: sourceLocation)
  }

  @Test func fetchesAllFiles() throws {
    let server = try server()
    #expect(try fetch(from: server) == .fetched)
    try expectAll()
    #expect(try FileSystem.names(folder("cache/numbers")) == ["images", "labels", "more"])
    #expect(server.requests.map(\.path) == ["/images", "/labels", "/more"])
    #expect(try fetch(from: server) == .wasThere)
    #expect(server.requests.count == 3)
    #expect(try fetch(from: server, anew: true) == .fetched)
    try expectAll()
    #expect(server.requests.count == 6)
  }

  /// The lock of a fetch that was killed at its very end is removed, though nothing is missing.
  @Test func removesTheLockOfACompleteFetch() throws {
    let server = try server()
    #expect(try fetch(from: server) == .fetched)
    let path = folder("cache/numbers.lock")
    let left: [UInt8]
    do {
      let lock = try FileLock(file: path, busy: FileProblem(path, found: "", expected: ""))
      left = try InputFile.read(path, limit: 10_000)
      withExtendedLifetime(lock) {}
    }
    try AtomicFile.write(left, to: path)
    #expect(try fetch(from: server) == .wasThere)
    try expectAll()
  }

  @Test func appearsWholeOrNotAtAll() throws {
    let bad = try server(without: ["more"])
    #expect(problem { _ = try fetch(from: bad) }?.found == "is answered by “404 Not Found”")
    #expect(try FileSystem.names(folder("cache")) == ["numbers.part"])
    // What was right is not asked for again.
    let good = try server()
    #expect(try fetch(from: good) == .fetched)
    #expect(good.requests.map(\.path) == ["/more"])
    try expectAll()
  }

  @Test func nothingIsLeftWhereNothingCame() throws {
    let bad = try server(without: ["images"])
    #expect(problem { _ = try fetch(from: bad) }?.path == bad.address + "/images")
    #expect(try FileSystem.names(folder("cache")) == [])
  }

  @Test func replacesWhatIsWrong() throws {
    try folder.write([1, 2, 3], as: "cache/numbers/images")
    try folder.write(contents["labels"] ?? [], as: "cache/numbers/labels")
    try folder.write([4, 5, 6], as: "cache/numbers/own")
    let server = try server()
    #expect(try fetch(from: server) == .fetched)
    try expectAll()
    #expect(server.requests.map(\.path) == ["/images", "/more"])
    #expect(try InputFile.read(folder("cache/numbers/own"), limit: 9) == [4, 5, 6])
  }

  @Test func staleFilesDoNotGetIn() throws {
    #expect(problem { _ = try fetch(from: server(without: ["more"])) } != nil)
    try folder.write([1], as: "cache/numbers.part/images")
    #expect(try fetch(from: server()) == .fetched)
    try expectAll()
    #expect(try FileSystem.names(folder("cache/numbers")) == ["images", "labels", "more"])
  }

  /// Files that somebody put into the folder of a fetch are neither part of the dataset nor removed.
  @Test func othersFilesAmongTheParts() throws {
    #expect(problem { _ = try fetch(from: server(without: ["more"])) } != nil)
    try folder.write([7], as: "cache/numbers.part/own")
    #expect(try fetch(from: server()) == .fetched)
    #expect(try FileSystem.names(folder("cache/numbers")) == ["images", "labels", "more"])
    #expect(try InputFile.read(folder("cache/numbers.part/own"), limit: 9) == [7])
    // The folder is known as that of a fetch all the same.
    #expect(try fetch(from: server(), anew: true) == .fetched)
    #expect(try InputFile.read(folder("cache/numbers.part/own"), limit: 9) == [7])
  }

  /// Whatever has the names that a fetch uses and is not Forger's is named and stays as it is.
  @Test(arguments: ["numbers.part/own", "numbers.part/images", "numbers.part", "numbers.lock"])
  func whatIsNotForgersStays(_ name: String) throws {
    for anew in [false, true] {
      try folder.write([4, 5, 6], as: "cache/" + name)
      let server = try server()
      let found = problem { _ = try fetch(from: server, anew: anew) }
      #expect(found?.path == folder("cache/" + name.split(separator: "/")[0]))
      #expect(found?.found.hasPrefix("is in the way: Forger did not") == true, "\(found as Any)")
      #expect(server.requests == [])
      #expect(try InputFile.read(folder("cache/" + name), limit: 9) == [4, 5, 6])
      #expect(try FileSystem.names(folder("cache")).count == 1)
    }
  }

  /// A link in the place of the parts leads to what is somebody else's.
  @Test func linksInTheWayStay() throws {
    try folder.write([4, 5, 6], as: "cache/far/images")
    try FileSystem.link(folder("cache/numbers.part"), to: folder("cache/far"))
    #expect(problem { _ = try fetch(from: server()) }?.path == folder("cache/numbers.part"))
    #expect(try FileSystem.names(folder("cache")) == ["far", "numbers.part"])
    #expect(try InputFile.read(folder("cache/far/images"), limit: 9) == [4, 5, 6])
  }

  /// Killed between the last rename and the removal of the mark.
  @Test func aMarkThatIsLeftGoesTheNextTime() throws {
    #expect(try fetch(from: server()) == .fetched)
    let text = "Forger keeps here what it fetches until all of it is there.\n"
    try folder.write(Array(text.utf8), as: "cache/numbers/.forger-fetch")
    #expect(try fetch(from: server()) == .wasThere)
    #expect(try FileSystem.names(folder("cache/numbers")) == ["images", "labels", "more"])
  }

  /// Killed while it removed what it had kept.
  @Test func aHalfRemovedFolderGoesTheNextTime() throws {
    let text = "Forger keeps here what it fetches until all of it is there.\n"
    try folder.write(Array(text.utf8), as: "cache/.numbers.part.1f.partial/.forger-fetch")
    try folder.write([1, 2], as: "cache/.numbers.part.1f.partial/images.part")
    try folder.write([1, 2], as: "cache/.numbers.part.1e.partial/images.part")
    #expect(try fetch(from: server()) == .fetched)
    #expect(try FileSystem.names(folder("cache")) == [".numbers.part.1e.partial", "numbers"])
  }

  @Test func twoAtOnceDoNotMeet() throws {
    try folder.write([], as: "cache/other")
    let busy = FileProblem("first", found: "", expected: "")
    let lock = try FileLock(file: folder("cache/numbers.lock"), busy: busy)
    let server = try server()
    let found = problem { _ = try fetch(from: server) }
    #expect(found?.path == folder("cache/numbers"))
    #expect(found?.found == "is being fetched by another process")
    #expect(server.requests == [])
    withExtendedLifetime(lock) {}
  }

  @Test func interruptionTellsWhatIsKept() throws {
    let request = StopRequest()
    let server = try TestServer { [contents] asked, _ in
      if asked.path == "/labels" { request.raise(.interrupt) }
      return asked.path == "/labels"
        ? ServerReply(.stall) : .file(contents["images"] ?? [], asked)
    }
    let outcome = try fetch(from: server, stopping: request)
    #expect(outcome == .interrupted(.interrupt, bytesKept: 50_000))
    #expect(try FileSystem.names(folder("cache")) == ["numbers.part"])
  }

  @Test func fileInTheWayIsAProblem() throws {
    try folder.write([1], as: "cache/numbers")
    let found = problem { _ = try fetch(from: server()) }
    #expect(found?.path == folder("cache/numbers"))
    #expect(found?.found == "is not a folder")
    let blocked = try TemporaryFolder()
    try blocked.write([1], as: "file")
    let blockedFetch = try DatasetFetch("a", try source(), into: blocked("file/a"))
    let console = Console(.lines) { _ in }
    let other = problem { _ = try blockedFetch.run(on: console, stopping: StopRequest()) }
    #expect(other?.found == "is not a folder")
  }

  @Test func tellsWhatHappens() throws {
    var text = ""
    let server = try server()
    _ = try fetch(from: server, on: Console(.lines) { text += $0 })
    #expect(
      text == """
        Fetching numbers (55.5 kB) from \(server.address) to \(folder("cache/numbers"))
        images: 50.0 kB, SHA-256 verified
        labels: 500 bytes, SHA-256 verified
        more: 5.0 kB, SHA-256 verified

        """
    )
  }

  @Test func drawsABarOnATerminal() throws {
    var text = ""
    _ = try fetch(from: server(), on: Console(.terminal, columns: { 80 }) { text += $0 })
    let full = String(repeating: "#", count: 50)
    #expect(text.contains("     total [\(full)] 100.00%\n"), "\(text)")
    #expect(text.contains("55.5 kB of 55.5 kB, "), "\(text)")
    #expect(text.contains("Estimated time to finish: "), "\(text)")
  }

  @Test func knownSourcesAreSound() throws {
    for entry in DatasetCatalog.entries {
      #expect(WebAddress(entry.source.address) != nil)
      for file in entry.source.files {
        #expect(file.sha256.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        #expect(file.byteCount > 0)
      }
      let sums = entry.source.files.map(\.sha256)
      #expect(Set(sums).count == sums.count)
    }
  }
}
