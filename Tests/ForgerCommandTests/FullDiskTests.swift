import FileTestSupport
import Foundation
import Testing

/// The command on a disk that gets full.
@Suite struct FullDiskTests {
  @Test func gridIsWrittenWholeOrNotAtAll() throws {
    let folder = try TrainedRun.lively()
    try folder.write([1, 2, 3], as: "samples.png")
    let before = try contents(of: folder)
    let arguments = ["generate", "result/gen_iter_3.npz", "--threads", "1"]
    let outcome = try Command.run(arguments, in: folder, limitingFilesTo: 8)
    try expectFailure(outcome, naming: "samples.png")
    #expect(changes(from: before, to: try contents(of: folder)) == [])
  }

  @Test func snapshotIsWrittenWholeOrNotAtAll() throws {
    let folder = try folderWithData()
    let outcome = try Command.run(smallTraining(), in: folder, limitingFilesTo: 100)
    #expect(outcome.ending == .code(1), "\(outcome)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("result"))
    #expect(!names.contains { $0.hasPrefix("snapshot") || $0.hasPrefix(".") }, "\(names)")
    try expectFailure(outcome, naming: "result/")
  }

  /// The companions of the snapshot that failed are gone, and the run resumes from the one before.
  @Test func runResumesWhenThereIsSpaceAgain() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "gen_iter_3.npz", "dis_iter_3.npz")
    let arguments = ["train", "--resume", "latest", "--iterations", "5", "--threads", "1"]
    let size = try Data(contentsOf: URL(fileURLWithPath: folder("result/snapshot_iter_3.npz")))
      .count
    // In blocks of 512 or 1024 bytes, whichever it is: smaller than the snapshot, larger than the rest.
    let failed = try Command.run(arguments, in: folder, limitingFilesTo: size / 1024 - 20)
    try expectFailure(failed, naming: "result/")
    #expect(failed.output.contains("the last snapshot is result/snapshot_iter_3.npz"), "\(failed)")
    let advice = "forger train --out result --resume latest --threads 1\n"
    #expect(failed.output.contains(advice), "\(failed)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("result"))
    #expect(names.filter { $0.hasSuffix(".npz") }.allSatisfy { $0.hasSuffix("_3.npz") }, "\(names)")
    #expect(!names.contains { $0.hasPrefix(".") }, "\(names)")
    try expectSuccess(arguments, in: folder)
    #expect(FileManager.default.fileExists(atPath: folder("result/gen_iter_5.npz")))
  }

  /// Whoever sends the output to a file hears of it when that gets full.
  @Test(arguments: [
    ["generate", "result", "--out", "new.png"], ["generate", "result", "--each", "--count", "2"],
    ["interpolate", "result", "--steps", "2", "--pairs", "1"],
    ["datasets", "fetch", "mnist"], ["datasets"], ["recipes"], ["recipes", "show", "dcgan-mnist"],
  ])
  func aFullStandardOutputIsAProblem(_ arguments: [String]) throws {
    let folder = try TrainedRun.lively()
    // Found, so that there is nothing to fetch.
    try folder.write([], as: ".local/share/forger/mnist/file")
    let outcome = try Command.run(arguments, in: folder, writingOutputTo: "/dev/full")
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors == Self.fullOutput, "\(outcome)")
  }

  private static let fullOutput = """
    Error: standard output: cannot be written: No space left on device; \
    expected a writable output

    """

  /// The table is no reason to lose a run, but its loss is told.
  @Test func aRunContinuesWithoutItsTable() throws {
    let folder = try folderWithData()
    let arguments = smallTraining("--display-interval", "1")
    let outcome = try Command.run(arguments, in: folder, writingOutputTo: "/dev/full")
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors == Self.fullOutput, "\(outcome)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("result"))
    #expect(names.contains { $0.hasPrefix("snapshot_iter_") }, "\(names)")
  }

  private func expectFailure(_ outcome: Outcome, naming path: String) throws {
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.hasPrefix("Error: \(path)"), "\(outcome)")
    #expect(outcome.errors.contains(": cannot be written: "), "\(outcome)")
    #expect(outcome.errors.contains("; expected "), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }
}
