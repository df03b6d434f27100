import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger train --resume`.
@Suite struct ResumeTests {
  @Test(arguments: [
    (["--channels", "16"], "channels 8"), (["--image-size", "48x64"], "image-size 32"),
    (["--latent-size", "64"], "latent-size 100"),
    (["--seed", "7"], "seed 0"), (["--objective", "hinge"], "objective non-saturating"),
    (["--label-smoothing", "0.1"], "label-smoothing 0"),
    (["--gradient-penalty", "10"], "gradient-penalty 0"), (["--r1", "1"], "r1 0"),
    (["--augment", "color"], "augment none"),
    (["--crop", "none"], "crop center"), (["--resize", "lanczos"], "resize area"),
    (["--color", "gray"], "color rgb"), (["--flip"], "flip false"),
    (["--discriminator-steps", "2"], "discriminator-steps 1"), (["--average", "0.9"], "average 0"),
    (["--init-from", "result"], "init-from not set"),
    (["--freeze-discriminator", "1"], "freeze-discriminator 0"),
  ])
  func settledOptionsCannotChange(_ options: [String], _ found: String) throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    let arguments = ["train", "--resume", "latest", "--iterations", "4"] + options
    try expectProblem(
      arguments,
      in: folder,
      naming: "result/snapshot_iter_3.npz",
      saying: ["was trained with \(found)", "leave it out"]
    )
  }

  @Test func settledOptionsMayBeRepeated() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    let options = [
      "dcgan-cifar10", "--channels", "8", "-n", "100", "--seed", "0", "--threads", "1",
      "--crop", "center", "--resize", "area", "--color", "rgb", "--no-flip",
    ]
    try expectSuccess(["train", "-r", "latest", "--iterations", "4"] + options, in: folder)
  }

  @Test func sizesOfAnotherRecipeMayBeRepeated() throws {
    // Of the default recipe they would make no sense.
    let folder = try TemporaryFolder()
    try folder.write(idxImages(10, size: 28), as: "digits")
    let sizes = ["--channels", "3", "--image-size", "20", "--threads", "1"]
    let small = ["train", "mlp-mnist", "-i", "digits", "-b", "4", "--iterations", "1"]
    try expectSuccess(small + sizes, in: folder)
    try expectSuccess(["train", "-r", "latest", "--iterations", "2"] + sizes, in: folder)
  }

  @Test func latestNeedsASnapshot() throws {
    let folder = try folderWithData()
    try FileManager.default.createDirectory(
      atPath: folder("result"),
      withIntermediateDirectories: false
    )
    for name in ["result", "nowhere"] {
      try expectProblem(
        ["train", "--resume", "latest", "--out", name],
        in: folder,
        naming: name,
        saying: ["holds no snapshot", "snapshot_iter_N.npz"]
      )
    }
  }

  @Test func latestPassesOverBrokenSnapshots() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_2.npz")
    try folder.write(Array("half".utf8), as: "result/snapshot_iter_3.npz")
    let output = try expectSuccess(
      ["train", "--resume", "latest", "--iterations", "4", "--threads", "1"],
      in: folder
    )
    #expect(output.contains("Skipping a snapshot: result/snapshot_iter_3.npz: "))
    #expect(output.contains("resumed        at iteration 2"))
  }

  @Test func latestOfBrokenSnapshotsIsRefused() throws {
    let folder = try folderWithData()
    try folder.write(Array("half".utf8), as: "result/snapshot_iter_3.npz")
    try expectProblem(
      ["train", "--resume", "latest"],
      in: folder,
      naming: "result",
      saying: ["one snapshot, which cannot be read"]
    )
  }

  @Test func anotherDataSetIsRefused() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    try folder.write(cifarRecords(12), as: "other.bin")
    try expectProblem(
      ["train", "--resume", "latest", "-i", "other.bin"],
      in: folder,
      naming: "result/snapshot_iter_3.npz",
      saying: ["10 images", "12 of other.bin"]
    )
  }

  /// Stopping after 4 and resuming to 7 must give what 7 iterations at once give, bit for bit, with
  /// log entries that straddle the stop and a batch that runs across the end of the epoch.
  @Test func resumedRunIsTheUndisturbedOne() throws {
    let options = ["--display-interval", "3", "--snapshot-interval", "4"]
    let (straight, resumed) = (try folderWithData(), try folderWithData())
    try expectSuccess(smallTraining(iterations: 7) + options, in: straight)
    try expectSuccess(smallTraining(iterations: 4) + options, in: resumed)
    try expectSuccess(
      ["train", "--resume", "latest", "--iterations", "7", "--threads", "1"],
      in: resumed
    )
    try expectSameRun(straight, resumed, iteration: 7)
    #expect(try logEntries(in: resumed).map(\.iteration) == [3, 6])
  }

  @Test func snapshotOfAnotherFolderStartsAFolder() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", to: "elsewhere")
    try expectSuccess(
      [
        "train", "--resume", "elsewhere/snapshot_iter_3.npz", "--out", "new", "--iterations", "4",
        "--threads", "1",
      ],
      in: folder
    )
    #expect(try logEntries(in: folder, "new/log").map(\.iteration) == [1, 2, 3, 4])
  }
}
