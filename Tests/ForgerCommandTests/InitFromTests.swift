import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger train --init-from`.
@Suite struct InitFromTests {
  /// Trains for some iterations in `new` from the weights of `run`.
  private static func training(from run: String, _ more: String...) -> [String] {
    [
      "train", "--init-from", run, "-i", "data.bin", "--out", "new", "--iterations", "2",
      "--threads",
      "1", "--preview-interval", "100", "--snapshot-interval", "1",
    ] + more
  }

  @Test func aRunStartsWithTheWeightsOfAnother() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_2.npz", "snapshot_iter_3.npz")
    let before = try contents(of: folder)
    // Without a recipe, it is the other run's, with its narrow networks.
    let output = try expectSuccess(
      Self.training(from: "result", "--freeze-discriminator", "2"),
      in: folder
    )
    #expect(
      output.contains(/weights +taken from result\/snapshot_iter_3.npz: (\d+) of \1 arrays\n/),
      "\(output)"
    )
    #expect(output.contains(" of them frozen: the first 2 of 8 layers\n"), "\(output)")
    #expect(!output.contains("drawn anew"))
    #expect(changes(from: before, to: try contents(of: folder)).allSatisfy { $0.hasPrefix("new") })
    let (old, new) = (
      try NPZ.read(folder("result/snapshot_iter_3.npz")),
      try NPZ.read(folder("new/snapshot_iter_2.npz"))
    )
    for (name, isKept) in [
      ("convolutions.0.weight", true), ("convolutions.1.weight", true), ("norms.0.beta", true),
      ("convolutions.2.weight", false), ("toLogit.weight", false),
    ] {
      let array = try #require(old["updater/discriminator/" + name])
      #expect((new["updater/discriminator/" + name] == array) == isKept, "\(name)")
    }
    #expect(new["trainer/iteration"] == NumpyArray(2 as Int64))
    #expect(new["updater/generator_optimizer/step"] == NumpyArray(2 as Int64))
  }

  /// A resumed run has its weights, and remembers whose they were; the other run may be gone.
  @Test func itResumesWithoutTheOther() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    let training = Self.training(from: "result/snapshot_iter_3.npz", "--freeze-discriminator", "1")
    try expectSuccess(training, in: folder)
    try FileManager.default.moveItem(atPath: folder("new"), toPath: folder("straight"))
    try expectSuccess(training.map { $0 == "2" ? "1" : $0 }, in: folder)
    try FileManager.default.removeItem(atPath: folder("result"))
    let output = try expectSuccess(
      ["train", "--out", "new", "--resume", "latest", "--iterations", "2", "--threads", "1"],
      in: folder
    )
    #expect(output.contains("taken from result/snapshot_iter_3.npz at the start\n"))
    try expectSameFiles(
      ["snapshot_iter_2.npz", "gen_iter_2.npz", "dis_iter_2.npz"],
      in: folder("straight"),
      and: folder("new")
    )
    let resuming = ["train", "--out", "new", "--resume", "latest", "--iterations", "3"]
    for (options, words) in [
      (["--init-from", "other"], ["init-from result/snapshot_iter_3.npz", "init-from other"]),
      (["--freeze-discriminator", "0"], ["freeze-discriminator 1", "freeze-discriminator 0"]),
    ] {
      try expectProblem(
        resuming + options,
        in: folder,
        naming: "new/snapshot_iter_2.npz",
        saying: words + ["leave it out"]
      )
    }
    let repeated = ["--init-from", "result/snapshot_iter_3.npz", "--threads", "1"]
    try expectSuccess(resuming + repeated, in: folder)
  }

  @Test func otherShapesAreDrawnAnewAndSaidSo() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz", "dis_iter_3.npz")
    let output = try expectSuccess(
      Self.training(from: "result/gen_iter_3.npz", "--color", "gray", "-n", "50"),
      in: folder
    )
    #expect(
      output.contains("generator.project.weight ([100, 128] there, [50, 128] here)"),
      "\(output)"
    )
    #expect(output.contains("taken from result/gen_iter_3.npz: "))
  }

  @Test func whatIsNoRunIsRefused() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz", "gen_iter_3.npz")
    try folder.write(Array("half".utf8), as: "half.npz")
    let cases: [(run: String, path: String, words: [String])] = [
      ("nowhere", "nowhere", []),
      ("half.npz", "half.npz", [".npz archive"]),
      ("data.bin", "data.bin", [".npz archive"]),
      (".", ".", ["holds no snapshot"]),
      ("result/gen_iter_3.npz", "result/gen_iter_3.npz", ["holds no discriminator"]),
    ]
    for (run, path, words) in cases {
      try expectProblem(Self.training(from: run), in: folder, naming: path, saying: words)
    }
    var mlp = Self.training(from: "result")
    mlp.replaceSubrange(0...0, with: ["train", "mlp-mnist", "-b", "4"])
    try expectProblem(
      mlp,
      in: folder,
      naming: "result/snapshot_iter_3.npz",
      saying: ["holds networks of dcgan-cifar10", "those of mlp-mnist"]
    )
  }

  @Test(arguments: ["result", "./result/", "result/snapshot_iter_3.npz", "link"])
  func theOtherRunIsNotOverwritten(_ run: String) throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"),
      withDestinationPath: "result"
    )
    let out = ["--out", "result", "--overwrite"]
    let arguments = Self.training(from: run).filter { $0 != "new" && $0 != "--out" } + out
    try expectProblem(
      arguments,
      in: folder,
      naming: run,
      saying: ["is in the folder that is to be overwritten"]
    )
  }

  @Test func wrongOptionsAreRefused() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    for (options, words) in [
      (["--init-from", ""], ["--init-from is empty; expected a run"]),
      (
        ["--freeze-discriminator", "1"],
        ["--freeze-discriminator is 1; expected 0, since init-from names no run"]
      ),
      (
        ["--init-from", "result", "--freeze-discriminator", "8"],
        ["--freeze-discriminator is 8; expected at most 7, since the discriminator has 8 layers"]
      ),
      (
        ["--freeze-discriminator", "1001"],
        ["--freeze-discriminator is 1001; expected a number from 0 to 1000"]
      ),
    ] {
      try expectUsageProblem(["train", "--out", "new"] + options, in: folder, saying: words)
    }
  }
}
