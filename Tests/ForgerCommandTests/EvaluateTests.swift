import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger evaluate`.
@Suite struct EvaluateTests {
  private func report(_ arguments: [String], in folder: TemporaryFolder) throws -> [String: Any] {
    let output = try expectSuccess(["evaluate"] + arguments + ["--json"], in: folder)
    return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  private func metrics(_ report: [String: Any]) throws -> [String: [String: Any]] {
    try #require(report["metrics"] as? [String: [String: Any]])
  }

  @Test func evaluatesTheGeneratorOfARun() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    let found = try report(["result", "--samples", "10", "--threads", "1"], in: folder)
    #expect(found["candidate"] as? String == "result/snapshot_iter_3.npz")
    #expect(found["dataset"] as? String == "data.bin")
    #expect(found["samples"] as? Int == 10 && found["real_samples"] as? Int == 10)
    #expect(found["features"] as? String == "random convolutions")
    #expect(found["split"] as? String == "training")
    let names: Set = [
      "frechet", "kernel", "kernel-error", "precision", "recall", "density", "coverage", "sliced",
      "similarity",
    ]
    #expect(Set(try metrics(found).keys) == names)
  }

  /// The same samples, the same numbers; and the cache changes nothing.
  @Test func isTheSameAgain() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    let arguments = ["result/gen_iter_3.npz", "--samples", "10", "--threads", "1"]
    let first = try report(arguments, in: folder)
    let kept = folder(".cache/forger/evaluation/features")
    #expect(try FileManager.default.contentsOfDirectory(atPath: kept).count == 1)
    let second = try report(arguments, in: folder)
    #expect(
      NSDictionary(dictionary: try metrics(first)) == NSDictionary(dictionary: try metrics(second))
    )
  }

  @Test func seedsGiveIntervals() throws {
    let folder = try TrainedRun.lively()
    let arguments = ["result/gen_iter_3.npz", "--samples", "10", "--metrics", "frechet"]
    let found = try metrics(report(arguments + ["--seeds", "3", "--seed", "5"], in: folder))
    #expect(Array(found.keys) == ["frechet"])
    #expect((found["frechet"]?["values"] as? [Double])?.count == 3)
    #expect(try #require(found["frechet"]?["interval95"] as? Double) > 0)
  }

  /// A dataset in place of a generator, compared with itself.
  @Test func imagesThemselvesAreAtNoDistance() throws {
    let folder = try folderWithData()
    let arguments = ["data.bin", "--dataset", "data.bin", "--samples", "10"]
    let found = try metrics(report(arguments, in: folder))
    #expect(found["frechet"]?["mean"] as? Double ?? 1 < 1e-9)
    #expect(found["precision"]?["mean"] as? Double == 1)
    #expect(found["coverage"]?["mean"] as? Double == 1)
    #expect(found["sliced"]?["mean"] as? Double ?? 1 < 1e-12)
  }

  @Test func generatedFilesAreWhatTheGeneratorMakes() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    let generator = "result/gen_iter_3.npz"
    try expectSuccess(
      ["generate", generator, "--count", "10", "--each", "--out", "samples"],
      in: folder
    )
    let options = ["--dataset", "data.bin", "--samples", "10", "--metrics", "precision-recall"]
    let fromFiles = try metrics(report(["samples"] + options, in: folder))
    let fromGenerator = try metrics(report([generator] + options, in: folder))
    #expect(fromFiles["recall"]?["mean"] as? Double == fromGenerator["recall"]?["mean"] as? Double)
  }

  @Test func tableSaysWhatAComparisonNeeds() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    let output = try expectSuccess(
      ["evaluate", "result/gen_iter_3.npz", "--samples", "10"],
      in: folder
    )
    let words = [
      "result/gen_iter_3.npz (dcgan-cifar10 generator, images of 32×32×3)", "data.bin", "seed 0",
      "the training split's 10", "random convolutions", "Fréchet distance", "MS-SSIM of pairs",
      "lower", "higher", "like real", "took",
    ]
    for word in words { #expect(output.contains(word), "\(word) in \(output)") }
  }

  @Test func comparesFeaturesOfOnesOwn() throws {
    let folder = try TemporaryFolder()
    let values = (0..<200).map { Float(($0 * 37) % 101) / 101 }
    let array = NumpyArray(shape: [50, 4], elements: .float32(values))
    try NPY.write(array, to: folder("real.npy"))
    try NPY.write(array, to: folder("fake.npy"))
    let arguments = ["--features-real", "real.npy", "--features-fake", "fake.npy"]
    let found = try metrics(report(arguments, in: folder))
    #expect(found["frechet"]?["mean"] as? Double == 0)
    #expect(found["inception"] == nil && found["sliced"] == nil)
    let narrow = NumpyArray(shape: [2, 3], elements: .float32([1, 2, 3, 4, 5, 6]))
    try NPY.write(narrow, to: folder("narrow.npy"))
    try expectProblem(
      ["evaluate", "--features-real", "real.npy", "--features-fake", "narrow.npy"],
      in: folder,
      naming: "narrow.npy",
      saying: ["3 features per row", "4, as real.npy does"]
    )
    try folder.write(Array("no array".utf8), as: "broken.npy")
    try expectProblem(
      ["evaluate", "--features-real", "broken.npy", "--features-fake", "fake.npy"],
      in: folder,
      naming: "broken.npy",
      saying: ["NumPy"]
    )
  }

  @Test func whatIsMissingIsAProblem() throws {
    let folder = try folderWithData()
    try expectProblem(
      ["evaluate", "nowhere"],
      in: folder,
      naming: "nowhere",
      saying: ["neither a known dataset nor a path"]
    )
    try expectProblem(
      ["evaluate", "data.bin"],
      in: folder,
      naming: "data.bin",
      saying: ["does not name a dataset to compare with", "--dataset"]
    )
    try expectProblem(
      ["evaluate", "data.bin", "--dataset", "data.bin", "--split", "test"],
      in: folder,
      naming: "data.bin",
      saying: ["has no test split"]
    )
    try expectProblem(
      ["evaluate", "data.bin", "--dataset", "data.bin", "--features", "classifier"],
      in: folder,
      naming: "data.bin",
      saying: ["no trained classifier", "forger classifier train"]
    )
  }

  @Test func oneImageIsTooFew() throws {
    let folder = try folderWithData()
    try folder.write(png(), as: "one/only.png")
    let outcome = try Command.run(["evaluate", "one", "--dataset", "data.bin"], in: folder)
    #expect(outcome.ending == .code(1))
    #expect(outcome.errors == "Error: Fréchet distance: 1 sample; expected at least 2\n")
  }

  @Test(arguments: [
    ([], "nothing to evaluate"),
    (["x", "--samples", "3"], "--samples is 3"),
    (["x", "--seeds", "0"], "--seeds is 0"),
    (["x", "--metrics", "frechet,beauty"], "beauty"),
    (["--features-real", "x.npy"], "go together"),
    (["x", "--features-real", "x.npy", "--features-fake", "y.npy"], "give neither"),
    (
      ["--features-real", "x.npy", "--features-fake", "y.npy", "--metrics", "sliced"],
      "sliced, which needs more than features"
    ),
    (
      ["--features-real", "x.npy", "--features-fake", "y.npy", "--seeds", "3"],
      "--seeds goes with images"
    ),
    (
      ["--features-real", "x.npy", "--features-fake", "y.npy", "--split", "test"],
      "--split goes with images"
    ),
    (["x", "--threads", "0"], "--threads is 0"),
  ])
  func senselessOptionsAreRefused(_ options: [String], _ word: String) throws {
    try expectUsageProblem(["evaluate"] + options, in: TemporaryFolder(), saying: [word])
  }
}
