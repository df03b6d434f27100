import FileTestSupport
import Foundation
import Testing

/// `forger classifier train`.
@Suite struct ClassifierTests {
  /// Images of two kinds that nobody takes for each other: dark and bright ones.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for index in 0..<30 {
      let name = "\(index % 2 == 0 ? "dark" : "bright")/\(index).png"
      try folder.write(shadedPNG(index % 2 == 0 ? 30 : 220, index), as: "images/" + name)
    }
    return folder
  }

  @Test func testsOnAFifthHeldOut() throws {
    let folder = try folder()
    let arguments = ["classifier", "train", "images", "--iterations", "20", "--batch-size", "8"]
    let output = try expectSuccess(arguments + ["--threads", "1"], in: folder)
    #expect(output.contains("2 classes, 24 images of 16×16×3, 6 for testing (a fifth held out)"))
    let line = "100.00 % of 6 images classified correctly (a fifth held out)"
    #expect(output.contains(line), "\(output)")
    let report = try expectSuccess(
      ["evaluate", "images", "--dataset", "images", "--samples", "20", "--threads", "1"],
      in: folder
    )
    #expect(report.contains("classifier of images, 100.00 % accurate on a fifth held out"))
    #expect(report.contains("Inception score"))
  }

  @Test func imagesWithoutClassesAreAProblem() throws {
    let folder = try TemporaryFolder()
    for index in 0..<30 { try folder.write(png(shade: index), as: "images/\(index).png") }
    try expectProblem(
      ["classifier", "train", "images"],
      in: folder,
      naming: "images",
      saying: ["has no labels", "a folder for each class"]
    )
  }

  @Test func fewImagesAreAProblem() throws {
    let folder = try TemporaryFolder()
    for index in 0..<6 {
      try folder.write(png(shade: index), as: "images/\(index % 2)/\(index).png")
    }
    try expectProblem(
      ["classifier", "train", "images"],
      in: folder,
      naming: "images",
      saying: ["6 images of 2 classes", "at least 20"]
    )
  }

  @Test(arguments: [
    (["--iterations", "0"], "--iterations is 0"), (["--batch-size", "0"], "--batch-size is 0"),
    ([], "dataset"),
  ])
  func senselessOptionsAreRefused(_ options: [String], _ word: String) throws {
    let dataset = options.isEmpty ? [] : ["x"]
    try expectUsageProblem(
      ["classifier", "train"] + dataset + options,
      in: TemporaryFolder(),
      saying: [word]
    )
  }
}
