import Archives
import FileTestSupport
import Testing

/// `forger train --resume --extend`, and runs that are at their end.
@Suite struct ExtendTests {
  @Test func iterationsComeOnTop() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    let output = try expectSuccess(
      ["train", "-r", "latest", "--extend", "--iterations", "2", "--threads", "1"],
      in: folder
    )
    #expect(output.contains("length         5 iterations (2.00 epochs)"), "\(output)")
    #expect(output.contains("Done: 5 iterations"), "\(output)")
    // What was added is part of the run from now on.
    let again = try expectSuccess(["train", "-r", "latest", "--threads", "1"], in: folder)
    #expect(again.contains("length         5 iterations"), "\(again)")
  }

  /// Three iterations of four in ten images end in the second epoch.
  @Test func epochsComeOnTopOfWholeOnes() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    let output = try expectSuccess(
      ["train", "-r", "latest", "--extend", "--epochs", "2", "--threads", "1"],
      in: folder
    )
    #expect(output.contains("length         3 epochs (8 iterations)"), "\(output)")
    #expect(output.contains("Done: 8 iterations"), "\(output)")
  }

  /// What an extended run comes to is what a run of that length from the beginning comes to.
  @Test func extendedRunIsTheLongerOne() throws {
    let (straight, extended) = (try folderWithData(), try folderWithData())
    let options = ["--display-interval", "2", "--snapshot-interval", "2"]
    try expectSuccess(smallTraining(iterations: 6) + options, in: straight)
    try expectSuccess(smallTraining(iterations: 2) + options, in: extended)
    try expectSuccess(
      ["train", "-r", "latest", "--extend", "--iterations", "4", "--threads", "1"],
      in: extended
    )
    try expectSameRun(straight, extended, iteration: 6)
  }

  @Test(arguments: [
    (["--iterations", "1000000000"], "iterations is 1000000003"),
    (["--epochs", "1000000000"], "epochs is 1000000001"),
  ])
  func sumThatIsTooLargeIsRefused(_ options: [String], _ words: String) throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    try expectUsageProblem(
      ["train", "-r", "latest", "--extend"] + options,
      in: folder,
      saying: [words, "1 to 1000000000"]
    )
    try folder.write(Array("recipe: dcgan-cifar10\nchannels: 8\n".utf8), as: "my.yaml")
    try expectUsageProblem(
      ["train", "my.yaml", "-r", "latest", "--extend", options[0], "\(Int.max)"],
      in: folder,
      saying: ["is \(Int.max)", "1 to 1000000000"]
    )
  }

  @Test func epochOfTheSnapshotMustMakeSense() throws {
    let cases: [(Int64?, String)] = [
      (nil, "lacks 'batches/epoch'"), (-1, "'batches/epoch' holds -1"),
    ]
    for (count, words) in cases {
      let folder = try TrainedRun.broken("snapshot_iter_3.npz") { arrays in
        arrays["batches/epoch"] = count.map { NumpyArray(shape: [], elements: .int64([$0])) }
      }
      try expectProblem(
        ["train", "-r", "broken.npz", "--extend", "--epochs", "1"],
        in: folder,
        naming: "broken.npz",
        saying: [words]
      )
    }
  }

  /// The newest snapshot is another one than that which the advice is about.
  @Test func adviceNamesTheSnapshotThatItMeans() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_2.npz", "snapshot_iter_3.npz")
    let snapshot = "result/snapshot_iter_2.npz"
    let output = try expectSuccess(
      ["train", "--resume", snapshot, "--iterations", "2", "--threads", "1"],
      in: folder
    )
    #expect(
      output.contains("forger train --out result --resume \(snapshot) --threads 1 "),
      "\(output)"
    )
  }

  @Test(arguments: [[], ["--iterations", "3"], ["--iterations", "2"], ["--epochs", "1"]])
  func runAtItsEndSaysSo(_ options: [String]) throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    let arguments = ["train", "--resume", "latest", "--threads", "1", "--keep", "4"]
    let output = try expectSuccess(arguments + options, in: folder)
    #expect(
      output.contains("Nothing to do: the snapshot, of iteration 3, is at the end"),
      "\(output)"
    )
    let advice = "forger train --out result --resume latest --keep 4 --threads 1 --extend --"
    #expect(output.contains(advice), "\(output)")
    #expect(!output.contains("Done:"), "\(output)")
  }
}
