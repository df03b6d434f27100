import Archives
import Downloads
import FileTestSupport
import ServerTestSupport
import Testing

/// Downloads from servers that do not send the right file.
@Suite struct BadServerTests {
  private let bytes = sampleBytes(100_000)

  @Test func wrongBytesAreRefused() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      .file(sampleBytes(bytes.count, seed: 9), request)
    }
    try trial.expectProblem(saying: "holds other bytes: their SHA-256 is ", "; expected ")
    #expect(trial.server.requests.count == 1)
    // Nothing of them is kept for the next trial.
    #expect(try InputFile(trial.partPath).byteCount == 0)
  }

  @Test func wrongBytesAfterWrongBytesAreRefused() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      .file(sampleBytes(bytes.count, seed: 9), request)
    }
    try trial.folder.write(Array(bytes[..<50_000]), as: "file.part")
    try trial.expectProblem(saying: "holds other bytes")
    #expect(trial.server.requests.map(\.offset) == [50_000, 0])
  }

  @Test func shorterFilesAreRefused() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      .file(Array(bytes.dropLast(1)), request)
    }
    try trial.expectProblem(saying: "has 99999 bytes; expected 100000")
    #expect(trial.server.requests.count == 1)
  }

  @Test func tooSmallLengthIsRefused() throws {
    let trial = try DownloadTrial(bytes) { [bytes] _, _ in
      ServerReply(.send(ServerReply.header("200 OK", ["Content-Length: 10"]) + bytes))
    }
    try trial.expectProblem(saying: "has 10 bytes; expected 100000")
  }

  @Test(arguments: ["-1", "abc", "99999999999999999999999999", "10, 20"])
  func nonsensicalLengthDoesNoHarm(_ length: String) throws {
    let trial = try DownloadTrial(bytes) { _, _ in
      ServerReply(.send(ServerReply.header("200 OK", ["Content-Length: \(length)"]) + [1, 2, 3]))
    }
    try trial.expectProblem()
  }

  @Test func endlessFilesAreCutOff() throws {
    let trial = try DownloadTrial(bytes) { _, _ in
      ServerReply(
        .send(ServerReply.header("200 OK")),
        .sendForever([UInt8](repeating: 7, count: 9999))
      )
    }
    try trial.expectProblem(saying: "holds other bytes")
    #expect(trial.server.requests.count == 1)
  }

  @Test(arguments: ["X-Field: more\r\n", "X", "HTTP/1.1 100 Continue\r\n\r\n"])
  func endlessHeadersAreCutOff(_ text: String) throws {
    var settings = quick
    settings.retries = 0
    let trial = try DownloadTrial(bytes, settings: settings) { _, _ in
      let line = Array(String(repeating: text, count: 100).utf8)
      return ServerReply(.send(Array("HTTP/1.1 200 OK\r\n".utf8)), .sendForever(line))
    }
    try trial.expectProblem()
  }

  @Test(arguments: [
    "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone",
    "204 No Content", "302 Found",
  ])
  func refusalsAreFinal(_ status: String) throws {
    let trial = try DownloadTrial(bytes) { _, _ in .status(status) }
    try trial.expectProblem(saying: "is answered by “\(status)”; expected the file")
    #expect(trial.server.requests.count == 1)
  }

  @Test func refusalKeepsWhatIsThere() throws {
    let trial = try DownloadTrial(bytes) { _, _ in .status("404 Not Found") }
    try trial.folder.write(Array(bytes[..<50_000]), as: "file.part")
    try trial.expectProblem(saying: "404")
    #expect(try InputFile(trial.partPath).byteCount == 50_000)
  }

  @Test func contentOfErrorsIsNotKept() throws {
    let trial = try DownloadTrial(bytes) { [bytes] _, _ in
      ServerReply(.send(ServerReply.header("404 Not Found") + bytes))
    }
    try trial.expectProblem(saying: "404")
    #expect(try InputFile(trial.partPath).byteCount == 0)
  }

  @Test func trialsEnd() throws {
    let trial = try DownloadTrial(bytes) { _, _ in .status("503 Unavailable") }
    try trial.expectProblem(saying: "is answered by “503 Unavailable”; expected a server that")
    #expect(trial.server.requests.count == 1 + quick.retries)
  }

  @Test func connectionsThatAlwaysBreakEnd() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in
      let header = ServerReply.header("200 OK", ["Content-Length: \(bytes.count)"])
      return ServerReply(.send(header + bytes[..<50_000]))
    }
    try trial.expectProblem(saying: "50000 bytes remaining")
    #expect(trial.server.requests.count == 1 + quick.retries)
  }

  @Test func circlesOfRedirectsAreLeft() throws {
    let trial = try DownloadTrial(bytes) { request, _ in
      .status("302 Found", "Location: \(request.path)")
    }
    try trial.expectProblem(saying: "is redirected more than 10 times")
    #expect(trial.server.requests.count == 11)
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/file", "gopher://127.0.0.1/"])
  func redirectsToOtherProtocolsAreRefused(_ target: String) throws {
    let trial = try DownloadTrial(bytes) { _, _ in .status("302 Found", "Location: \(target)") }
    try trial.expectProblem(saying: "is redirected to an address without http or https")
    #expect(trial.server.requests.count == 1)
  }

  @Test func otherProtocolsAreRefused() throws {
    let trial = try DownloadTrial(bytes) { _, _ in ServerReply(.send(Array("Hello!\n".utf8))) }
    try trial.expectProblem(saying: "cannot be fetched: ")
  }

  @Test func silentServersAreGivenUp() throws {
    let settings = DownloadSettings(stallSeconds: 0.3, retries: 1, firstDelay: 0.001)
    let trial = try DownloadTrial(bytes, settings: settings) { _, _ in ServerReply(.stall) }
    try trial.expectProblem(saying: "has stalled for 0.3 seconds; expected a server that sends it")
    #expect(trial.server.requests.count == 2)
  }

  @Test func nobodyThereIsAProblem() throws {
    let trial = try DownloadTrial(bytes) { _, _ in .status("404 Not Found") }
    trial.server.stop()
    try trial.expectProblem(saying: "cannot be fetched: ", "connect")
  }

  @Test func controlCharactersAreNotShown() throws {
    let trial = try DownloadTrial(bytes) { _, _ in .status("404 \u{1b}[2JGone\u{7}") }
    try trial.expectProblem(saying: "is answered by “404 [2JGone”")
  }

  @Test func partThatCannotBeWrittenIsAProblem() throws {
    let trial = try DownloadTrial(bytes) { [bytes] request, _ in .file(bytes, request) }
    try trial.folder.write([], as: "file.part/inside")
    let found = problem { try trial.run() }
    #expect(found?.path == trial.partPath)
    #expect(found?.found.hasPrefix("cannot be written: ") == true)
    #expect(trial.server.requests == [])
  }
}
