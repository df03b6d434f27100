import FileTestSupport
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import Testing

/// `forger serve` and `forger train --serve`, run as users do.
@Suite(.serialized) struct ServeTests {
  /// What a server at an address answers.
  private func get(
    _ address: String,
    _ path: String,
    post: Bool = false,
    fields: [String: String] = [:]
  ) async throws -> (status: Int, text: String) {
    let base = address.split(separator: "?")[0]
    let url = try #require(URL(string: base + path))
    var request = URLRequest(url: url)
    request.httpMethod = post ? "POST" : "GET"
    if post { request.setValue("page", forHTTPHeaderField: "X-Forger") }
    for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
    let (data, response) = try await URLSession.shared.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    return (status, String(decoding: data, as: UTF8.self))
  }

  /// The address in what a command printed so far.
  private func address(in folder: TemporaryFolder, _ command: RunningCommand) throws -> String {
    let pattern = /The page is at (http:\S+)/
    func text() -> String {
      String(
        decoding: (try? Data(contentsOf: URL(fileURLWithPath: folder("out")))) ?? Data(),
        as: UTF8.self
      )
    }
    command.wait { text().contains("The page is at") && text().contains("\n") }
    return String(try #require(text().firstMatch(of: pattern)?.1, "\(text())"))
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TrainedRun.copy(of: "log", "gen_iter_3.npz", "dis_iter_3.npz")
    try folder.write([], as: "out")
    return folder
  }

  @Test func runsAreServedUntilASignal() async throws {
    let folder = try folder()
    let command = try Command.start(
      ["serve", "--port", "0"],
      in: folder,
      writingOutputTo: folder("out")
    )
    let address = try address(in: folder, command)
    #expect(address.hasPrefix("http://127.0.0.1:"))
    let runs = try await get(address, "api/runs")
    #expect(runs.status == 200)
    #expect(runs.text.contains("\"name\":\"result\""))
    #expect(try await get(address, "").text.contains("<title>Forger</title>"))
    command.send(SIGINT)
    #expect(try command.outcome().ending == .code(0))
  }

  @Test func othersNeedTheToken() async throws {
    let folder = try folder()
    try folder.write(Array("a-token-of-some-length\n".utf8), as: "token")
    let command = try Command.start(
      ["serve", "result", "--port", "0", "--host", "0.0.0.0", "--token-file", "token"],
      in: folder,
      writingOutputTo: folder("out")
    )
    let address = try address(in: folder, command)
    #expect(address.hasSuffix("/?token=a-token-of-some-length"))
    let local = address.replacingOccurrences(of: "0.0.0.0", with: "127.0.0.1")
    #expect(try await get(local, "api/runs").status == 401)
    let fields = ["Authorization": "Bearer a-token-of-some-length"]
    #expect(try await get(local, "api/runs", fields: fields).status == 200)
    command.send(SIGTERM)
    #expect(try command.outcome().ending == .code(143))
  }

  @Test func aTrainingShowsItselfAndObeys() async throws {
    let folder = try folderWithData()
    try folder.write([], as: "out")
    let command = try Command.start(
      [
        "train", "-i", "data.bin", "--channels", "8", "-b", "4", "--iterations", "100000",
        "--snapshot-interval", "100000", "--display-interval", "5", "--threads", "1", "--serve",
        "--control", "--port", "0",
      ],
      in: folder,
      writingOutputTo: folder("out")
    )
    let address = try address(in: folder, command)
    func status() async throws -> String { try await get(address, "api/runs/0").text }
    func wait(for text: String) async throws -> Bool {
      for _ in 0..<300 {
        if try await status().contains(text) { return true }
        try await Task.sleep(for: .milliseconds(100))
      }
      return false
    }
    #expect(try await wait(for: "\"state\":\"training\""))
    #expect(try await wait(for: "\"secondsLeft\""))
    for _ in 0..<300 {
      if try await get(address, "api/runs/0/curves").text.contains("gradient/gen") { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    #expect(try await get(address, "api/runs/0/curves").text.contains("weights/dis"))
    #expect(try await get(address, "api/control/pause", post: true).status == 200)
    #expect(try await wait(for: "\"state\":\"paused\""))
    #expect(try await get(address, "api/control/snapshot", post: true).status == 200)
    #expect(try await wait(for: "\"checkpoints\":[\""))
    #expect(try await get(address, "api/control/resume", post: true).status == 200)
    #expect(try await wait(for: "\"state\":\"training\""))
    #expect(try await get(address, "api/control/stop", post: true).status == 200)
    let outcome = try command.outcome()
    #expect(outcome.ending == .code(130))
    let printed = try String(contentsOfFile: folder("out"), encoding: .utf8)
    #expect(printed.contains("Stopped at iteration"))
    // The page ends with its training.
    await #expect(throws: (any Error).self) { _ = try await get(address, "api/runs") }
  }

  @Test func aPortThatIsTakenIsNamed() throws {
    let folder = try folder()
    let command = try Command.start(
      ["serve", "--port", "0"],
      in: folder,
      writingOutputTo: folder("out")
    )
    let address = try address(in: folder, command)
    let port = String(try #require(address.firstMatch(of: /:(\d+)\//)?.1))
    for arguments in [["serve"], smallTraining("--out", "other", "--serve")] {
      let outcome = try Command.run(arguments + ["--port", port], in: folder)
      #expect(outcome.ending == .code(1))
      #expect(outcome.errors.contains("127.0.0.1:\(port): cannot be listened at"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder("other")))
    command.send(SIGINT)
    _ = try command.outcome()
  }

  @Test func vectorsOfArraysMakeTheSameSamples() throws {
    let folder = try TrainedRun.lively()
    let checkpoint = "result/gen_iter_3.npz"
    for arguments in [
      ["--count", "6", "--seed", "3", "--arrays", "six.npz"],
      ["--rows", "2", "--columns", "3", "--seed", "3", "--out", "seed.png"],
      ["--vectors", "six.npz", "--columns", "3", "--out", "vectors.png"],
    ] {
      _ = try expectSuccess(["generate", checkpoint] + arguments, in: folder)
    }
    let files = try ["seed.png", "vectors.png"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder($0)))
    }
    #expect(files[0] == files[1])
    let wrong = try Command.run(
      ["generate", checkpoint, "--vectors", "result/snapshot_iter_3.npz"],
      in: folder
    )
    #expect(wrong.ending == .code(1))
    #expect(wrong.errors.contains("has no array 'z'"))
  }
}
