import Archives
import Downloads
import FileTestSupport
import ServerTestSupport
import Terminal
import Testing

/// Downloads from servers that send the right file, sooner or later.
@Suite struct DownloadTests {
  private let bytes = sampleBytes(100_000)

  @Test func fetchesAFile() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in .file(bytes, request) }
    #expect(try trial.run() == [])
    try trial.expectFile()
    #expect(trial.server.requests.map(\.path) == ["/data/file"])
    #expect(trial.server.requests[0].fields["range"] == nil)
    #expect(trial.server.requests[0].fields["user-agent"] == "forger")
  }

  @Test(arguments: ["\"tag\"", nil])
  func resumesAfterABrokenConnection(_ tag: String?) throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, number in
      if number > 0 { return .file(bytes, request, tag: tag) }
      let fields = ["Content-Length: \(bytes.count)"] + (tag.map { ["ETag: \($0)"] } ?? [])
      return ServerReply(.send(ServerReply.header("200 OK", fields) + bytes[..<40_000]))
    }
    let events = try trial.run()
    guard case .retrying(let reason, 0.001) = events.first, events.count == 1 else {
      Issue.record("\(events)")
      return
    }
    #expect(reason.contains("60000 bytes remaining"))
    try trial.expectFile()
    #expect(trial.server.requests.map { $0.fields["range"] } == [nil, "bytes=40000-"])
    #expect(trial.server.requests.map { $0.fields["if-range"] } == [nil, tag])
  }

  @Test func resumesAfterAStall() throws {
    var settings = quick
    settings.stallSeconds = 0.5
    settings.retries = 100
    let trial = try DownloadTrial(bytes, settings: settings) { [bytes] request, number in
      if number > 0 { return .file(bytes, request) }
      let header = ServerReply.header("200 OK", ["Content-Length: \(bytes.count)"])
      return ServerReply(.send(header + bytes[..<40_000]), .stall)
    }
    let events = try trial.run()
    #expect(events.first == .retrying(reason: "has stalled for 0.5 seconds", delay: 0.001))
    try trial.expectFile()
    #expect(trial.server.requests.count >= 2)
    #expect(trial.server.requests[1].offset == 40_000)
  }

  @Test func resumesWhatAnotherProcessLeft() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in .file(bytes, request) }
    try trial.folder.write(Array(bytes[..<70_000]), as: "file.part")
    #expect(try trial.run() == [])
    try trial.expectFile()
    #expect(trial.server.requests.map(\.offset) == [70_000])
  }

  @Test func asksForNothingThatIsThere() throws {
    let trial = try DownloadTrial(bytes) { _, _ in .status("404 Not Found") }
    try trial.folder.write(bytes, as: "file.part")
    try trial.run()
    try trial.expectFile()
    #expect(trial.server.requests == [])
  }

  @Test func startsAnewWhereTheServerSendsNoParts() throws {
    let trial = try DownloadTrial(bytes) { [bytes] _, number in
      let end = number == 0 ? 40_000 : bytes.count
      let header = ServerReply.header("200 OK", ["Content-Length: \(bytes.count)"])
      return ServerReply(.send(header + bytes[..<end]))
    }
    let events = try trial.run()
    #expect(events.last == .restarted(reason: "is sent whole"))
    try trial.expectFile()
  }

  @Test func startsAnewWhereTheFileHasChanged() throws {
    let old = sampleBytes(bytes.count, seed: 2)
    let trial = try DownloadTrial(bytes) { [bytes] request, number in
      if number > 0 { return .file(bytes, request, tag: "\"new\"") }
      let fields = ["Content-Length: \(bytes.count)", "ETag: \"old\""]
      return ServerReply(.send(ServerReply.header("200 OK", fields) + old[..<40_000]))
    }
    #expect(try trial.run().last == .restarted(reason: "is sent whole"))
    try trial.expectFile()
    #expect(trial.server.requests.last?.fields["if-range"] == "\"old\"")
  }

  @Test(arguments: [50_000, 100_000, 200_000])
  func startsOverIfWhatWasKeptIsWrong(_ count: Int) throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in .file(bytes, request) }
    try trial.folder.write(sampleBytes(count, seed: 3), as: "file.part")
    let events = try trial.run()
    // More than the file has is known to be wrong before anything is asked for.
    #expect(events.count == (count > bytes.count ? 0 : 1))
    try trial.expectFile()
  }

  @Test(arguments: [
    "bytes 0-99999/100000", "bytes 40000-99999/200000", "bytes */100000", "nonsense",
  ])
  func startsAnewWhereTheWrongPartIsSent(_ range: String) throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      guard request.offset > 0 else { return .file(bytes, request) }
      let header = ServerReply.header("206 Partial Content", ["Content-Range: \(range)"])
      return ServerReply(.send(header + bytes[40_000...]))
    }
    try trial.folder.write(Array(bytes[..<40_000]), as: "file.part")
    #expect(try trial.run() == [.restarted(reason: "is sent from elsewhere than asked for")])
    try trial.expectFile()
  }

  @Test func startsAnewWhereThereIsNoSuchPart() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      request.offset > 0 ? .status("416 Range Not Satisfiable") : .file(bytes, request)
    }
    try trial.folder.write(Array(bytes[..<40_000]), as: "file.part")
    #expect(try trial.run() == [.restarted(reason: "has no such part")])
    try trial.expectFile()
  }

  @Test(arguments: [false, true])
  func doesNotBelieveATooGreatLength(_ staysOpen: Bool) throws {
    let trial = try DownloadTrial(bytes) { [bytes] _, _ in
      let header = ServerReply.header("200 OK", ["Content-Length: \(bytes.count + 1000)"])
      let send = ServerReply.Step.send(header + bytes)
      return staysOpen ? ServerReply(send, .stall) : ServerReply(send)
    }
    #expect(try trial.run() == [])
    try trial.expectFile()
  }

  @Test func needsNoLength() throws {
    let trial = try DownloadTrial(bytes) { [bytes] _, _ in
      ServerReply(.send(ServerReply.header("200 OK") + bytes))
    }
    #expect(try trial.run() == [])
    try trial.expectFile()
  }

  @Test func takesManySmallParts() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      let end = min(request.offset + 30_000, bytes.count)
      let part = bytes[request.offset..<end]
      let range = "Content-Range: bytes \(request.offset)-\(end - 1)/\(bytes.count)"
      let fields = [range, "Content-Length: \(part.count)"]
      return ServerReply(.send(ServerReply.header("206 Partial Content", fields) + part))
    }
    try trial.folder.write(Array(bytes[..<20_000]), as: "file.part")
    try trial.run()
    try trial.expectFile()
    #expect(trial.server.requests.map(\.offset) == [20_000, 50_000, 80_000])
  }

  @Test func followsRedirects() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      if request.path == "/data/file" { return .status("302 Found", "Location: /elsewhere") }
      return .file(bytes, request)
    }
    #expect(try trial.run() == [])
    try trial.expectFile()
  }

  @Test(arguments: ["429 Too Many Requests", "500 Internal Server Error", "503 Unavailable"])
  func triesAgainWhereTheServerIsBusy(_ status: String) throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, number in
      number < 3 ? .status(status) : .file(bytes, request)
    }
    let events = try trial.run()
    #expect(
      events
        == [0.001, 0.002, 0.002].map {
          .retrying(reason: "is answered by “\(status)”", delay: $0)
        }
    )
    try trial.expectFile()
  }

  @Test func interruptionKeepsWhatIsThere() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, number in
      if number > 0 { return .file(bytes, request) }
      let header = ServerReply.header("200 OK", ["Content-Length: \(bytes.count)"])
      return ServerReply(.send(header + bytes[..<40_000]), .stall)
    }
    let request = StopRequest()
    let outcome = try trial.download.run(to: trial.path, stopping: request) { event in
      if case .progress(let count) = event, count == 40_000 { request.raise(.terminate) }
    }
    #expect(outcome == .interrupted(.terminate))
    #expect(try trial.folder.names() == ["file.part"])
    try trial.run()
    try trial.expectFile()
    #expect(trial.server.requests.map(\.offset) == [0, 40_000])
  }
}
