import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger train` and Ctrl-C.
@Suite struct InterruptionTests {
  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func interruptedRunCanGoOn(_ signal: Int32, _ code: Int32) throws {
    let folder = try folderWithData()
    let arguments = smallTraining("--display-interval", "1", iterations: 1_000_000)
    let command = try Command.start(arguments, in: folder)
    command.wait { FileManager.default.fileExists(atPath: folder("result/log")) }
    command.send(signal)
    let outcome = try command.outcome()
    #expect(outcome.ending == .code(code), "\(outcome)")
    #expect(outcome.errors == "", "\(outcome)")
    #expect(outcome.output.contains("Stopping after this iteration"), "\(outcome)")
    let advice = "forger train --out result --resume latest --threads 1\n"
    #expect(outcome.output.contains(advice), "\(outcome)")

    let names = try FileManager.default.contentsOfDirectory(atPath: folder("result"))
    let file = try #require(names.first { $0.hasPrefix("snapshot_iter_") })
    #expect(outcome.output.contains("everything is in result/\(file)"), "\(outcome)")
    let reached = try #require(Int(file.filter(\.isNumber)))
    #expect(outcome.output.contains("Stopped at iteration \(reached)"), "\(outcome)")
    #expect(try logEntries(in: folder).map(\.iteration) == Array(1...reached))
    #expect(!names.contains { $0.hasSuffix(".partial") }, "\(names)")

    let end = reached + 3
    try expectSuccess(
      ["train", "--resume", "latest", "--iterations", "\(end)", "--threads", "1"],
      in: folder
    )
    let undisturbed = try folderWithData()
    try expectSuccess(smallTraining("--display-interval", "1", iterations: end), in: undisturbed)
    try expectSameRun(undisturbed, folder, iteration: end)
  }

  /// As `forger train | head` does: the run continues to its end.
  @Test func readerOfTheTableMayGoAway() throws {
    let folder = try folderWithData()
    let arguments = smallTraining("--display-interval", "1", iterations: 5)
    let outcome = try Command.run(shell: "\"$0\" \"$@\" | head -n 1", arguments, in: folder)
    #expect(outcome.output == "Training dcgan-cifar10\n", "\(outcome)")
    #expect(outcome.errors == "", "\(outcome)")
    #expect(FileManager.default.fileExists(atPath: folder("result/snapshot_iter_5.npz")))
  }

  @Test func folderOfARunIsItsOwn() throws {
    let folder = try folderWithData()
    let command = try Command.start(
      smallTraining("--display-interval", "1", iterations: 1_000_000),
      in: folder
    )
    command.wait { FileManager.default.fileExists(atPath: folder("result/log")) }
    let second = try Command.run(smallTraining("--overwrite"), in: folder)
    command.send(SIGINT)
    #expect(second.ending == .code(1), "\(second)")
    #expect(second.errors.hasPrefix("Error: result: is in use by another run;"), "\(second)")
    #expect(try command.outcome().ending == .code(130))
  }

  @Test func runThatGoesAstrayKeepsTheLastGoodSnapshot() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_2.npz")
    var arrays = try NPZ.read(folder("result/snapshot_iter_2.npz"))
    // Finite, but the products with it are not.
    try arrays.changeFloats("updater/generator/project.weight") {
      $0 = $0.map { $0 < 0 ? -3e38 : 3e38 }
    }
    try NPZ.write(arrays, to: folder("result/snapshot_iter_2.npz"))
    let before = try contents(of: folder)
    let outcome = try Command.run(
      [
        "train", "--resume", "latest", "--iterations", "9", "--snapshot-interval", "1",
        "--threads", "1",
      ],
      in: folder
    )
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.hasPrefix("Error: iteration 3: "), "\(outcome)")
    #expect(outcome.errors.contains("good snapshot is result/snapshot_iter_2.npz"), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
    let after = try contents(of: folder)
    #expect(changes(from: before, to: after) == ["result/log", "result/losses.svg"])
  }
}
