import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger train` with other objectives, penalties, steps and an average.
@Suite struct ObjectiveTests {
  private static let everything = [
    "--objective", "wasserstein", "--gradient-penalty", "10", "--r1", "0.5",
    "--discriminator-steps", "2", "--average", "0.5",
  ]

  @Test(arguments: [
    "non-saturating", "minimax", "least-squares", "hinge", "wasserstein", "relativistic",
  ])
  func everyObjectiveTrains(_ objective: String) throws {
    let folder = try folderWithData()
    let output = try expectSuccess(
      smallTraining("--objective", objective, "--display-interval", "1", iterations: 2),
      in: folder
    )
    #expect(output.contains("objective      \(objective)\n"), "\(output)")
    let more = objective == "relativistic" ? ["augment/r"] : []
    #expect(try logEntries(in: folder, with: more).count == 2)
  }

  /// What penalties add to the loss is logged where there are any.
  @Test func penaltiesAreLogged() throws {
    let folder = try folderWithData()
    try expectSuccess(
      smallTraining("--r1", "0.5", "--display-interval", "1", iterations: 2),
      in: folder
    )
    for entry in try logEntries(in: folder, with: ["dis/penalty"]) {
      let penalty = try #require(entry.means["dis/penalty"])
      #expect(penalty > 0 && penalty < (entry.means["dis/loss"] ?? 0))
    }
  }

  @Test func labelsCanBeSmoothed() throws {
    let folder = try folderWithData()
    let output = try expectSuccess(
      smallTraining("--label-smoothing", "0.1", iterations: 1),
      in: folder
    )
    #expect(output.contains("objective      non-saturating, label smoothing 0.1\n"), "\(output)")
  }

  /// With everything on, a run that was stopped is the undisturbed one.
  @Test func resumedRunIsTheUndisturbedOne() throws {
    let options = Self.everything + ["--display-interval", "1", "--snapshot-interval", "2"]
    let (straight, resumed) = (try folderWithData(), try folderWithData())
    let output = try expectSuccess(smallTraining(iterations: 5) + options, in: straight)
    #expect(
      output.contains(
        "wasserstein, gradient penalty 10, R1 0.5, discriminator steps 2, EMA 0.5"
      ),
      "\(output)"
    )
    // Ten images, eight of them an iteration.
    #expect(output.contains("5 iterations (4.00 epochs)"), "\(output)")
    try expectSuccess(smallTraining(iterations: 2) + options, in: resumed)
    try expectSuccess(
      ["train", "--resume", "latest", "--iterations", "5", "--threads", "1"] + Self.everything,
      in: resumed
    )
    try expectSameRun(straight, resumed, iteration: 5)
  }

  /// The generator's file, the snapshot and the run's folder make the same images: the average's.
  @Test func imagesAreTheAverages() throws {
    let folder = try folderWithData()
    try expectSuccess(smallTraining(iterations: 2) + ["--average", "0.5"], in: folder)
    let snapshot = try NPZ.read(folder("result/snapshot_iter_2.npz"))
    let generator = try NPZ.read(folder("result/gen_iter_2.npz"))
    let (average, own) = (
      snapshot.section("updater/average/"), snapshot.section("updater/generator/")
    )
    #expect(average.names == own.names)
    #expect(average["norms.2.gamma"] == generator["bn2/gamma"])
    #expect(average["toImage.bias"] == generator["dc4/b"])
    #expect(average["project.weight"] != own["project.weight"])
    let checkpoints = ["result/gen_iter_2.npz", "result/snapshot_iter_2.npz", "result"]
    let files = try checkpoints.enumerated().map { index, path in
      try expectSuccess(["generate", path, "--out", "\(index).png"], in: folder)
      return try Data(contentsOf: URL(fileURLWithPath: folder("\(index).png")))
    }
    #expect(Set(files).count == 1)
    // The preview is a grid of as many, of the same seed.
    let preview = folder("result/preview/image00000002.png")
    #expect(try Data(contentsOf: URL(fileURLWithPath: preview)) == files[0])
  }

  @Test func aSnapshotWithoutItsAverageIsRefused() throws {
    let folder = try folderWithData()
    try expectSuccess(smallTraining(iterations: 1) + ["--average", "0.5"], in: folder)
    var arrays = try NPZ.read(folder("result/snapshot_iter_1.npz"))
    let name = "updater/average/upsample.1.weight"
    arrays[name] = nil
    try NPZ.write(arrays, to: folder("broken.npz"))
    for arguments in [
      ["train", "--resume", "broken.npz", "--iterations", "2"], ["generate", "broken.npz"],
    ] {
      try expectProblem(arguments, in: folder, naming: "broken.npz", saying: ["lacks '\(name)'"])
    }
  }
}
