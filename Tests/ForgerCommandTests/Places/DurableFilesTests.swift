#if os(Linux)
import FileTestSupport
import Foundation
import ServerTestSupport
import Testing

/// What was reported as written is there after a power failure: the bytes, and the name that they have.
@Suite struct DurableFilesTests {
  /// What a command does to files, in order, `$` standing for a process's number.
  private func trace(_ arguments: [String], in folder: TemporaryFolder) throws -> [String] {
    let script = try Surroundings.script(["TRACE": folder("trace")])
    let outcome = try Command.run(shell: script, arguments, in: folder)
    #expect(outcome.ending == .code(0), "\(outcome)")
    let text = try String(contentsOfFile: folder("trace"), encoding: .utf8)
    let place = URL(filePath: folder.path).resolvingSymlinksInPath().path + "/"
    return text.replacing(place, with: "").replacing(/\.[0-9]+\.([0-9])\.partial/) { "$\($0.1)" }
      .split(separator: "\n").map(String.init)
  }

  /// The bytes are synced before they get their name, and the folder after it has it.
  @Test func aFileAndItsNameAreSynced() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    let trace = try trace(
      ["generate", "result/gen_iter_3.npz", "--out", "result/sheet.png", "--threads", "1"],
      in: folder
    )
    let expected = [
      "create result/.sheet.png$0", "fsync result/.sheet.png$0",
      "rename result/.sheet.png$0 result/sheet.png", "fsync result",
    ]
    #expect(trace.filter { $0.contains("sheet.png") || $0 == "fsync result" } == expected)
  }

  /// So is each file that was fetched, and the folder of the dataset when it gets its name.
  @Test func aFetchedDatasetIsSynced() throws {
    let folder = try TemporaryFolder()
    let files = try FetchTests.fashionFiles()
    let server = try TestServer { request, _ in
      files[request.path].map { .file($0, request) } ?? .status("404 Not Found")
    }
    let trace = try trace(
      ["datasets", "fetch", "fashion-mnist", "--mirror", server.address, "--out", "data/fashion"],
      in: folder
    )
    for name in files.keys.map({ $0.dropFirst() }) {
      let path = "data/fashion.part/\(name)"
      let place = try #require(trace.firstIndex { $0.hasPrefix("rename ") && $0.hasSuffix(path) })
      #expect(trace[place - 1] == "fsync \(path).part")
      #expect(trace[place + 1] == "fsync data/fashion.part")
    }
    let place = try #require(trace.firstIndex(of: "rename data/fashion.part data/fashion"))
    #expect(trace[place + 1] == "fsync data")
  }
}
#endif
