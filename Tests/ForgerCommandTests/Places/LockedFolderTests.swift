import Archives
import FileTestSupport
import Foundation
import Testing

/// The lock of a run's folder: other people's files of its name, and file systems that have none.
@Suite struct LockedFolderTests {
  private static let note = "result/.lock"

  private func names(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder("result")).sorted()
  }

  @Test func aFileOfSomebodyElsesStays() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "log")
    try folder.write([1, 2, 3], as: Self.note)
    for arguments in [smallTraining("--overwrite"), ["train", "--resume", "latest"]] {
      try expectProblem(
        arguments,
        in: folder,
        naming: Self.note,
        saying: ["is in the way: Forger did not write it, and leaves it as it is"]
      )
    }
  }

  #if os(Linux)
  /// As on network file systems: `flock` says ENOLCK or EOPNOTSUPP.
  @Test(arguments: [ENOLCK, EOPNOTSUPP, ENOSYS]) func trainsWhereThereAreNoLocks(_ code: Int32)
    throws
  {
    let folder = try folderWithData()
    let script = try Surroundings.script(["FLOCK": "\(code)"])
    let outcome = try Command.run(shell: script, smallTraining(), in: folder)
    #expect(outcome.ending == .code(0), "\(outcome)")
    #expect(outcome.errors == "", "\(outcome)")
    #expect(try !names(in: folder).contains { $0.hasPrefix(".") })
  }

  /// There, too, a run has its folder for itself; one that was killed makes way for the next.
  @Test(arguments: [SIGINT, SIGKILL]) func aRunWithoutLocksHasItsFolder(_ signal: Int32) throws {
    let folder = try folderWithData()
    let script = try Surroundings.script(["FLOCK": "\(ENOLCK)"])
    let running = try Command.start(
      shell: script,
      smallTraining("--display-interval", "1", iterations: 1_000_000),
      in: folder
    )
    running.wait { FileManager.default.fileExists(atPath: folder("result/log")) }
    // Whether the other has locks or not.
    for script in [script, "exec \"$0\" \"$@\""] {
      let second = try Command.run(shell: script, smallTraining("--overwrite"), in: folder)
      #expect(second.ending == .code(1), "\(second)")
      let start = "Error: result: is in use by another run, or was by one that was killed: process "
      #expect(second.errors.hasPrefix(start + "\(running.number) on '"), "\(second)")
      let advice = "where that process has ended, remove the file\n"
      #expect(second.errors.hasSuffix(advice), "\(second)")
      #expect(second.errors.contains("says \(Self.note)"), "\(second)")
    }
    running.send(signal)
    _ = try running.outcome()
    #expect(FileManager.default.fileExists(atPath: folder(Self.note)) == (signal == SIGKILL))
    let next = try Command.run(shell: script, smallTraining("--overwrite"), in: folder)
    #expect(next.ending == .code(0), "\(next)")
    #expect(try !names(in: folder).contains { $0.hasPrefix(".") })
  }

  /// Of another machine's process nobody here knows whether it has ended.
  @Test func anotherMachinesRunIsBelieved() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "log")
    let holder = LockHolder(
      .file,
      host: "\u{1B}[31mafar",
      process: 12,
      start: "3",
      surroundings: "another start"
    )
    try folder.write(Array(holder.text.utf8), as: Self.note)
    try expectProblem(
      smallTraining("--overwrite"),
      in: folder,
      naming: "result",
      saying: [
        #"process 12 on '\u{1B}[31mafar', says result/.lock"#,
        "where that process has ended, remove the file",
      ]
    )
  }

  @Test func otherFailuresAreTold() throws {
    let folder = try folderWithData()
    let script = try Surroundings.script(["FLOCK": "\(EIO)"])
    let outcome = try Command.run(shell: script, smallTraining(), in: folder)
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(
      outcome.errors == """
        Error: result: cannot be locked: Input/output error; expected a folder that can be locked

        """
    )
    #expect(try folder.names() == ["data.bin"])
  }
  #endif
}
