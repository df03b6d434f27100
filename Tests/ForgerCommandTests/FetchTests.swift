import FileTestSupport
import Foundation
import ServerTestSupport
import Testing

/// `forger datasets fetch`.
@Suite struct FetchTests {
  private let folder: TemporaryFolder
  private let first = "train-images-idx3-ubyte.gz"
  private let firstSize = 9_912_422

  init() throws { folder = try TemporaryFolder() }

  private func arguments(_ server: TestServer, _ more: String...) -> [String] {
    ["datasets", "fetch", "mnist", "--mirror", server.address, "--retries", "0"] + more
  }

  /// Expects exit code 1 and one line that names the first file's address and says `words`, and that
  /// no dataset appears.
  private func expectProblem(
    _ server: TestServer,
    _ more: String...,
    saying words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Command.run(arguments(server) + more, in: folder)
    #expect(outcome.ending == .code(1), "\(outcome)", sourceLocation: sourceLocation)
    let start = "Error: \(server.address)/\(first): "
    #expect(outcome.errors.hasPrefix(start), "\(outcome)", sourceLocation: sourceLocation)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1, "\(outcome)", sourceLocation: sourceLocation)
    for word in words + ["; expected "] {
      #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
    }
    #expect(try cached("mnist") == nil, sourceLocation: sourceLocation)
  }

  /// The names in a folder of the cache, or `nil` where it is not there.
  private func cached(_ name: String) throws -> [String]? {
    let path = folder(".cache/forger/" + name)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test(arguments: [
    ("404 Not Found", "404 Not Found"), ("500 Internal Server Error", "500 Internal"),
    ("302 Found\r\nLocation: /train-images-idx3-ubyte.gz", "redirected more than 10 times"),
    ("302 Found\r\nLocation: file:///etc/passwd", "without http or https"),
  ])
  func answersWithoutAFileAreProblems(_ status: String, _ words: String) throws {
    let server = try TestServer { _, _ in .status(status) }
    try expectProblem(server, saying: [words])
    #expect(try cached("mnist.part") == nil)
  }

  /// As `forger datasets fetch mnist | head` does: the fetch goes on, here to the server's refusal.
  @Test func readerOfTheDisplayMayGoAway() throws {
    let server = try TestServer { _, _ in .status("404 Not Found") }
    let script = "{ sleep 0.2; \"$0\" \"$@\"; echo $? > code; } | true"
    let outcome = try Command.run(shell: script, arguments(server), in: folder)
    #expect(outcome.errors.contains("404 Not Found"), "\(outcome)")
    let code = try String(contentsOfFile: folder("code"), encoding: .utf8)
    #expect(code == "1\n")
  }

  @Test func wrongBytesAreAProblem() throws {
    let bytes = [UInt8](repeating: 5, count: firstSize)
    let server = try TestServer { request, _ in .file(bytes, request) }
    let right = "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
    try expectProblem(server, saying: ["SHA-256", right])
  }

  @Test func endlessBytesAreAProblem() throws {
    let server = try TestServer { _, _ in
      ServerReply(
        .send(ServerReply.header("200 OK")),
        .sendForever([UInt8](repeating: 5, count: 65_536))
      )
    }
    try expectProblem(server, saying: ["SHA-256"])
  }

  @Test func wrongLengthIsAProblem() throws {
    let server = try TestServer { request, _ in .file([1, 2, 3], request) }
    try expectProblem(server, saying: ["has 3 bytes", "9912422"])
  }

  @Test func silenceIsAProblem() throws {
    let server = try TestServer { _, _ in ServerReply(.stall) }
    try expectProblem(server, "--stall-timeout", "1", saying: ["has stalled for 1 seconds"])
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func stoppedFetchCanGoOn(_ signal: Int32, _ code: Int32) throws {
    let bytes = [UInt8](repeating: 5, count: 300_000)
    let size = firstSize
    let server = try TestServer { request, _ in
      if request.offset > 0 { return .status("404 Not Found") }
      let header = ServerReply.header("200 OK", ["Content-Length: \(size)"])
      return ServerReply(.send(header + bytes), .stall)
    }
    let command = try Command.start(arguments(server), in: folder)
    let part = folder(".cache/forger/mnist.part/\(first).part")
    command.wait {
      let attributes = try? FileManager.default.attributesOfItem(atPath: part)
      return attributes?[.size] as? Int == bytes.count
    }
    command.send(signal)
    let outcome = try command.outcome()
    #expect(outcome.ending == .code(code), "\(outcome)")
    #expect(outcome.errors == "", "\(outcome)")
    #expect(outcome.output.contains("300.0 kB are kept"), "\(outcome)")
    #expect(try cached("mnist") == nil)
    try expectProblem(server, saying: ["404"])
    #expect(server.requests.map(\.offset) == [0, 300_000])
  }

  @Test func fullDiskIsAProblem() throws {
    let bytes = [UInt8](repeating: 5, count: firstSize)
    let server = try TestServer { request, _ in .file(bytes, request) }
    let outcome = try Command.run(arguments(server), in: folder, limitingFilesTo: 100)
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.contains("\(first).part: cannot be written: "), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
    #expect(try cached("mnist") == nil)
    #expect(try cached("mnist.part")?.contains("\(first).part") == true)
  }

  @Test func unknownHomeIsAProblem() throws {
    let script = "unset HOME; exec \"$0\" datasets fetch cifar10"
    let outcome = try Command.run(shell: script, in: folder)
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.contains("neither XDG_CACHE_HOME nor HOME is set"), "\(outcome)")
  }

  /// The files as their authors publish them: Debian's package has them with simpler gzip headers.
  static func fashionFiles() throws -> [String: [UInt8]] {
    let times: [(String, UInt32)] = [
      ("train-images-idx3-ubyte", 1_504_176_606), ("train-labels-idx1-ubyte", 1_504_176_606),
      ("t10k-images-idx3-ubyte", 1_504_176_627), ("t10k-labels-idx1-ubyte", 1_504_176_627),
    ]
    var files: [String: [UInt8]] = [:]
    for (name, time) in times {
      let path = "/usr/share/datasets/fashion-mnist/\(name).gz"
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      let header: [UInt8] = [0x1f, 0x8b, 8, 8] + time.littleEndianBytes + [0, 3]
      files["/\(name).gz"] = header + Array(name.utf8) + [0] + bytes[10...]
    }
    return files
  }

  @Test func fetchedDataSetIsTrainedOn() throws {
    let files = try Self.fashionFiles()
    // The first connection breaks in the middle.
    let server = try TestServer { request, number in
      guard let bytes = files[request.path] else { return .status("404 Not Found") }
      if number > 0 || bytes.count < 1_000_000 { return .file(bytes, request) }
      let header = ServerReply.header("200 OK", ["Content-Length: \(bytes.count)"])
      return ServerReply(.send(header + bytes[..<1_000_000]))
    }
    let fetch = ["datasets", "fetch", "fashion-mnist", "--mirror", server.address]
    let output = try expectSuccess(fetch + ["--force"], in: folder)
    #expect(output.contains("Train on it with: forger train --dataset fashion-mnist"), "\(output)")
    #expect(try cached("fashion-mnist") == files.keys.map { String($0.dropFirst()) }.sorted())
    #expect(try cached("") == ["fashion-mnist"])
    let requests = server.requests.count
    #expect(try expectSuccess(fetch, in: folder).contains("already, and is right"))
    #expect(server.requests.count == requests)
    let list = try expectSuccess(["datasets"], in: folder)
    #expect(list.contains(folder(".cache/forger/fashion-mnist")), "\(list)")
    try expectSuccess(
      ["train", "-i", "fashion-mnist", "--iterations", "2", "--channels", "8", "-b", "4"]
        + ["--threads", "1"],
      in: folder
    )
    let inspection = try expectSuccess(["datasets", "inspect", "fashion-mnist"], in: folder)
    // The figures that the dataset's users know.
    for words in ["60000 for training, 10000 for testing", "0.2860", "0.3530", "ankle boot"] {
      #expect(inspection.contains(words), "\(inspection)")
    }
  }
}
