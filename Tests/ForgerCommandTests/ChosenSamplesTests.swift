import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `--best` and `--truncation`: samples that are better than most.
@Suite struct ChosenSamplesTests {
  private let one = ["--threads", "1"]

  /// A run on normal latent vectors, with classes.
  private func conditionalRun() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(20), as: "data.bin")
    try folder.write(
      Array("recipe: dcgan-mnist\nlatent-distribution: normal\n".utf8),
      as: "normal.yaml"
    )
    let size = ["--image-size", "16", "--color", "rgb", "--channels", "8", "-n", "6"]
    try expectSuccess(
      [
        "train", "normal.yaml", "-i", "data.bin", "--classes", "all", "-b", "4", "--iterations",
        "2",
      ]
        + size + one,
      in: folder
    )
    return folder
  }

  private func bytes(_ name: String, in folder: TemporaryFolder) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder(name)))
  }

  @Test func bestOfManyAreKept() throws {
    let folder = try TrainedRun.lively()
    let output = try expectSuccess(
      ["generate", "result", "--count", "30", "--best", "12"] + one,
      in: folder
    )
    #expect(output == "samples.png: 12 samples, the best of 30\n")
    #expect(shape(of: try ImageFile.read(folder("samples.png"))) == "64×320×3")
    let wide = ["--best", "3", "--columns", "2", "-o", "wide.png"]
    #expect(
      try expectSuccess(["generate", "result"] + wide + one, in: folder)
        == "wide.png: 3 samples, the best of 100\n"
    )
    let arrays = ["--count", "30", "--best", "4", "--arrays", "best.npz"]
    try expectSuccess(["generate", "result"] + arrays + one, in: folder)
    let best = try NPZ.read(folder("best.npz"))
    #expect(best.names == ["z", "image", "score", "index"])
    guard case .float32(let scores) = try #require(best["score"]).elements else { return }
    #expect(scores.count == 4 && scores == scores.sorted(by: >))

    // Files have the names and the bytes that they have among all.
    for more in [["-o", "all"], ["-o", "best", "--best", "4"]] {
      try expectSuccess(["generate", "result", "--each", "--count", "30"] + more + one, in: folder)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("best"))
    #expect(names.count == 4)
    for name in names {
      #expect(try bytes("best/" + name, in: folder) == bytes("all/" + name, in: folder))
    }
  }

  @Test func loneGeneratorHasNoBest() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    try expectProblem(
      ["generate", "result/gen_iter_3.npz", "--best", "2"] + one,
      in: folder,
      naming: "result/gen_iter_3.npz",
      saying: ["holds no discriminator", "a snapshot, the folder of a run"]
    )
  }

  @Test func everyCommandTruncatesNormalVectors() throws {
    let folder = try conditionalRun()
    let truncation = ["--truncation", "0.4"]
    try expectSuccess(
      ["generate", "result", "--each-class", "6", "--best", "2", "--arrays", "a.npz"] + truncation,
      in: folder
    )
    let arrays = try NPZ.read(folder("a.npz"))
    #expect(arrays["label"]?.elements == .int64((0..<20).map { Int64($0 / 2) }))
    guard case .float32(let z) = try #require(arrays["z"]).elements else { return }
    #expect(z.count == 120 && z.allSatisfy { abs($0) <= 0.4 })

    let row = ["generate", "result", "--each-class", "6", "--best", "2"]
    #expect(
      try expectSuccess(row + one, in: folder)
        == "samples.png: 10 × 2 samples, the best of 6 of each class\n"
    )
    for (name, more) in [("a", truncation), ("b", []), ("c", truncation)] {
      try expectSuccess(
        ["interpolate", "result", "--pairs", "1", "--steps", "3", "-o", name + ".png"] + more + one,
        in: folder
      )
    }
    #expect(try bytes("a.png", in: folder) == bytes("c.png", in: folder))
    #expect(try bytes("a.png", in: folder) != bytes("b.png", in: folder))

    let nearest = ["nearest", "result", "--samples", "4", "--features", "pixels"]
    let found = try expectSuccess(nearest + truncation, in: folder)
    #expect(found.contains("4 samples, seed 0, truncated at 0.4, against data.bin"), "\(found)")
    let evaluation = ["evaluate", "result", "--samples", "10", "--metrics", "sliced"]
    let report = try expectSuccess(evaluation + truncation, in: folder)
    #expect(report.contains("dcgan-mnist generator, truncated at 0.4, images of"), "\(report)")
    let (json, plain) = (
      try expectSuccess(evaluation + truncation + ["--json"], in: folder),
      try expectSuccess(evaluation + ["--json"], in: folder)
    )
    #expect(json.contains("\"truncation\":0.4"), "\(json)")
    #expect(plain.contains("\"truncation\":null"), "\(plain)")
  }

  @Test func uniformVectorsAreNotTruncated() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    for command in ["generate", "interpolate", "evaluate", "nearest"] {
      try expectProblem(
        [command, "result/gen_iter_3.npz", "--truncation", "0.7"] + one,
        in: folder,
        naming: "result/gen_iter_3.npz",
        saying: ["uniform latent vectors by recipe dcgan-cifar10", "normal ones"]
      )
    }
    try expectProblem(
      ["evaluate", "data.bin", "--dataset", "data.bin", "--truncation", "0.7"] + one,
      in: folder,
      naming: "data.bin",
      saying: ["is images", "a generator"]
    )
  }
}
