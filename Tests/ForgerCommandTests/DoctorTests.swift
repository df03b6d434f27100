import FileTestSupport
import Foundation
import Testing

/// `forger doctor` and `forger cache`.
@Suite struct DoctorTests {
  @Test func screenTellsOfTheMachine() throws {
    let output = try expectSuccess(["doctor"], in: TemporaryFolder())
    #expect(output.split(separator: "\n").count <= 40)
    for text in ["Forger 1", "oneDNN 3", "memory", "disk", "MPI", "fashion-mnist", "cache"] {
      #expect(output.contains(text), "\(text)")
    }
  }

  @Test func jsonHasAllOfIt() throws {
    let folder = try TemporaryFolder()
    let output = try expectSuccess(["doctor", "--json"], in: folder)
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    let machine = try #require(object?["machine"] as? [String: Any])
    #expect(machine["cache"] as? String == folder(".cache/forger"))
    #expect((machine["cores"] as? Int ?? 0) > 0 && object?["findings"] is [Any])
  }

  @Test func cacheIsShownAndCleared() throws {
    let folder = try TemporaryFolder()
    let empty = try expectSuccess(["cache"], in: folder)
    #expect(empty.hasPrefix(folder(".cache/forger") + ": 0 items, 0 bytes\n"))
    try folder.write([1, 2], as: ".cache/forger/convolutions.json")
    try folder.write([1, 2, 3], as: ".cache/forger/mine")
    let shown = try expectSuccess(["cache", "show"], in: folder)
    #expect(shown.contains("convolutions  1 item, 2 bytes"))
    #expect(shown.contains("not Forger's own: mine"))
    #expect(try expectSuccess(["cache", "clear", "features"], in: folder).contains("0 items"))
    #expect(
      try expectSuccess(["cache", "clear", "--all"], in: folder) == "Removed 1 item, 2 bytes.\n"
    )
    let left = try FileManager.default.contentsOfDirectory(atPath: folder(".cache/forger"))
    #expect(left == ["mine"])
  }

  @Test(arguments: [["clear"], ["clear", "everything"], ["clear", "features", "--all"]])
  func whatToClearMustBeSaid(_ arguments: [String]) throws {
    let outcome = try Command.run(["cache"] + arguments, in: TemporaryFolder())
    #expect(outcome.ending == .code(2))
  }

  @Test func cacheNeedsAPlace() throws {
    let outcome = try Command.run(
      shell: "unset HOME; exec \"$0\" cache",
      in: TemporaryFolder()
    )
    #expect(outcome.ending == .code(1))
    #expect(outcome.errors.contains("neither XDG_CACHE_HOME nor HOME"))
  }
}
