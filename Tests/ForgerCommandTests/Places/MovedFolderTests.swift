import FileTestSupport
import Foundation
import Testing

/// A run's folder that is renamed, removed or reached by another path while the run goes on.
@Suite struct MovedFolderTests {
  private func start(in folder: TemporaryFolder) throws -> RunningCommand {
    let arguments = smallTraining(
      "--display-interval",
      "1",
      "--preview-interval",
      "1",
      iterations: 1_000_000
    )
    let command = try Command.start(arguments, in: folder)
    command.wait { FileManager.default.fileExists(atPath: folder("result/log")) }
    return command
  }

  private func expectMessage(_ outcome: Outcome) {
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(
      outcome.errors == """
        Error: result: was moved or removed while the run went on; expected the run's folder in its \
        place

        """
    )
  }

  @Test func aFolderThatIsRenamed() throws {
    let folder = try folderWithData()
    let command = try start(in: folder)
    try FileManager.default.moveItem(atPath: folder("result"), toPath: folder("moved"))
    expectMessage(try command.outcome())
    // Nothing is made anew in its place, and what is there goes on being whole.
    #expect(try folder.names() == ["data.bin", "moved"])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("moved"))
    #expect(names.contains("log") && !names.contains(".lock"), "\(names)")
  }

  @Test func aFolderThatIsRemoved() throws {
    let folder = try folderWithData()
    let command = try start(in: folder)
    // A file may come while the folder is being emptied.
    command.wait {
      (try? FileManager.default.removeItem(atPath: folder("result"))) != nil
        || !FileManager.default.fileExists(atPath: folder("result"))
    }
    expectMessage(try command.outcome())
    #expect(try folder.names() == ["data.bin"])
  }

  /// Whatever the path, it is one folder.
  @Test func aFolderThatHasAnotherName() throws {
    let folder = try folderWithData()
    let command = try start(in: folder)
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"),
      withDestinationPath: folder("result")
    )
    let second = try Command.run(smallTraining("--overwrite", "--out", "link"), in: folder)
    #expect(second.ending == .code(1), "\(second)")
    #expect(second.errors.hasPrefix("Error: link: is in use by another run;"), "\(second)")
    command.send(SIGINT)
    #expect(try command.outcome().ending == .code(130))
  }
}
