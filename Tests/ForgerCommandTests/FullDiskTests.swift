import FileTestSupport
import Foundation
import Testing

/// The command on a disk that gets full.
@Suite struct FullDiskTests {
  @Test func sheetIsWrittenWholeOrNotAtAll() throws {
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

  private func expectFailure(_ outcome: Outcome, naming path: String) throws {
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.hasPrefix("Error: \(path)"), "\(outcome)")
    #expect(outcome.errors.contains(": cannot be written: "), "\(outcome)")
    #expect(outcome.errors.contains("; expected "), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }
}
