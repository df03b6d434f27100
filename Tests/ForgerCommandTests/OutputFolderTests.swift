import FileTestSupport
import Foundation
import Testing

/// `forger train --out` and `forger generate --out` with places that will not do.
@Suite struct OutputFolderTests {
  @Test func fileIsRefused() throws {
    let folder = try folderWithData()
    try expectProblem(
      smallTraining("--out", "data.bin"),
      in: folder,
      naming: "data.bin",
      saying: ["is not a folder"]
    )
  }

  /// Permissions do not stop the superuser, but these places do.
  @Test(arguments: ["data.bin/result", "/proc/forger", "/dev/null/result"])
  func unwritableFolderIsRefused(_ path: String) throws {
    let folder = try folderWithData()
    try expectProblem(
      smallTraining("--out", path),
      in: folder,
      naming: path,
      saying: ["created", "a folder that can be written"]
    )
  }

  @Test func runIsNotWrittenOver() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "gen_iter_3.npz", "log")
    try expectProblem(
      smallTraining(),
      in: folder,
      naming: "result",
      saying: ["already holds a run", "log", "resumed or overwritten"]
    )
  }

  @Test func overwritingReplacesTheRunAndNothingElse() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "gen_iter_3.npz", "log")
    try folder.write([1], as: "result/notes.txt")
    try expectSuccess(
      smallTraining("--overwrite", "--display-interval", "2", iterations: 2),
      in: folder
    )
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("result")).sorted()
    #expect(
      names == [
        "dis_iter_2.npz", "gen_iter_2.npz", "log", "losses.svg", "notes.txt", "preview",
        "preview.gif", "snapshot_iter_2.npz",
      ]
    )
  }

  @Test func refusedDataSetLeavesTheOldRun() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "log")
    try expectProblem(
      ["train", "-i", "nowhere", "--overwrite"],
      in: folder,
      naming: "nowhere",
      saying: []
    )
  }

  @Test func resumingContinuesInTheFolder() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "gen_iter_3.npz", "log")
    let output = try expectSuccess(
      ["train", "--resume", "latest", "--iterations", "4", "--threads", "1"],
      in: folder
    )
    #expect(output.contains("resumed        at iteration 3"), "\(output)")
    #expect(FileManager.default.fileExists(atPath: folder("result/gen_iter_4.npz")))
  }

  @Test func gridGoesOnlyWhereAFileCanBe() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    let cases = [
      ("missing/grid.png", "a path in a folder that exists"), ("result", "is a folder"),
      ("/dev/full", "is a device or pipe"), ("/proc/grid.png", "cannot be written"),
      ("data.bin/grid.png", "cannot be written"),
    ]
    for (path, words) in cases {
      try expectProblem(
        ["generate", "result/gen_iter_3.npz", "--out", path, "--threads", "1"],
        in: folder,
        naming: path,
        saying: [words]
      )
    }
  }

  @Test func imagesGoOnlyIntoAFolder() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    for path in ["data.bin", "data.bin/images", "/proc/images"] {
      try expectProblem(
        ["generate", "result/gen_iter_3.npz", "--each", "--count", "2", "--out", path],
        in: folder,
        naming: path,
        saying: ["a folder that can be written"]
      )
    }
  }
}
