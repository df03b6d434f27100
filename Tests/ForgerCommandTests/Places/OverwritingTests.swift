import Archives
import FileTestSupport
import Foundation
import Recipes
import Testing
import Training

/// `forger train --overwrite`: the old run goes when the new one is sure to take its place.
@Suite struct OverwritingTests {
  private static let old = ["dis_iter_3.npz", "gen_iter_3.npz", "log", "snapshot_iter_3.npz"]

  private func oldRun() throws -> TemporaryFolder {
    try TrainedRun.copy(of: "dis_iter_3.npz", "gen_iter_3.npz", "log", "snapshot_iter_3.npz")
  }

  private func names(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder("result")).sorted()
  }

  @Test func aRunThatCannotBeginLeavesTheOldOne() throws {
    let folder = try oldRun()
    try expectProblem(
      smallTraining("--overwrite", "--evaluate-every", "1", "--evaluate-metrics", "inception"),
      in: folder,
      naming: "data.bin",
      saying: ["has no trained classifier"]
    )
  }

  @Test func aFirstFileThatCannotBeWrittenLeavesTheOldRun() throws {
    let folder = try oldRun()
    let before = try contents(of: folder)
    let outcome = try Command.run(
      smallTraining("--overwrite", "--snapshot-interval", "1"),
      in: folder,
      limitingFilesTo: 1
    )
    #expect(outcome.ending == .code(1), "\(outcome)")
    let start = "Error: result/gen_iter_1.npz: cannot be written: File too large; expected"
    #expect(outcome.errors.hasPrefix(start), "\(outcome)")
    #expect(changes(from: before, to: try contents(of: folder)) == [])
  }

  #if os(Linux)
  /// Killed before any of the things that it does to files, it leaves a folder that the next command finds
  /// with the old run or with the new one, and never with parts of both.
  @Test func aKillAtAnyMomentLeavesOneOfTheRuns() throws {
    let original = try oldRun()
    let before = try contents(of: original)
    var (oldRuns, newRuns, underway, step) = (0, 0, 0, 0)
    while newRuns < 3 {
      step += 1
      let folder = try oldRun()
      let script = try Surroundings.script(["KILL": "\(step)", "WITHIN": "result"])
      let arguments = smallTraining("--overwrite", "--display-interval", "1", iterations: 1)
      let outcome = try Command.run(shell: script, arguments, in: folder)
      try #require(outcome.ending == .signal(SIGKILL), "\(outcome)")
      let note = folder("result/.replacing")
      if FileManager.default.fileExists(atPath: note) {
        underway += 1
        // Where the run is, is said even by what only reads.
        let reading = try Command.run(["generate", "result", "--threads", "1"], in: folder)
        let isRead = reading.ending == .code(0)
        #expect(isRead || reading.errors.contains("its files are in .replaced"), "\(reading)")
        try? FileManager.default.removeItem(atPath: folder("samples.png"))
      }
      _ = try RunFolder(folder("result"), .resume, files: .gan)
      let names = try names(in: folder)
      if names.contains("snapshot_iter_3.npz") {
        #expect(try changes(from: before, to: contents(of: folder)) == [], "step \(step)")
        oldRuns += 1
      } else {
        #expect(names == ["log"], "step \(step)")
        newRuns += 1
      }
    }
    #expect(oldRuns > 10 && underway > 10, "\(oldRuns) \(underway)")
  }

  /// What goes on from a snapshot finds it where the overwriting of its run was interrupted.
  @Test func anInterruptedOverwritingCanBeResumedFrom() throws {
    let folder = try oldRun()
    try folder.write([], as: "result/.replaced/new/log")
    let title = "Forger is putting a new run in the place of an old one."
    let note = ([title, "log"] + Self.old).map { $0 + "\n" }.joined()
    try folder.write(Array(note.utf8), as: "result/.replacing")
    try FileManager.default.createDirectory(
      atPath: folder("result/.replaced/old"),
      withIntermediateDirectories: false
    )
    for name in Self.old {
      try FileManager.default.moveItem(
        atPath: folder("result/" + name),
        toPath: folder("result/.replaced/old/" + name)
      )
    }
    let output = try expectSuccess(
      ["train", "--resume", "latest", "--iterations", "4", "--threads", "1"],
      in: folder
    )
    #expect(output.contains("resumed        at iteration 3"), "\(output)")
    #expect(try !names(in: folder).contains { $0.hasPrefix(".") })
  }
  #endif
}
