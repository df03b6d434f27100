import Archives
import FileTestSupport
import Foundation
import Recipes
import Testing
import Training

/// `forger train` with images in place of a recipe.
@Suite struct TrainOnImagesTests {
  private let short = ["--iterations", "2", "--channels", "4", "-b", "4", "--threads", "1"]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for index in 0..<6 { try folder.write(shadedPNG(90, index), as: "cats/\(index).png") }
    return folder
  }

  @Test func aRecipeIsChosenForThem() throws {
    let folder = try folder()
    let output = try expectSuccess(["train", "cats", "-o", "run"] + short, in: folder)
    #expect(
      output.hasPrefix(
        """
        Chosen for 6 images, so 16×16 pixels in color, no classes, augmentation none, 9000 iterations. \
        Flags change it.
        Training pictures

        """
      ),
      "\(output)"
    )
    let snapshot = try SnapshotFile(readingFrom: folder("run/snapshot_iter_2.npz"))
    let recipe = try Recipe(resuming: snapshot)
    #expect(recipe.name == .pictures && recipe.dataset == "cats" && recipe.channels == 4)
    #expect(recipe.length == .iterations(2) && recipe.yaml.contains("\naugment: none"))
  }

  /// 3 epochs of 6 images in batches of 4 are 5 iterations.
  @Test(arguments: [["--iterations", "5"], ["--epochs", "3"]]) func ratesFallOverTheLength(
    _ length: [String]
  ) throws {
    let folder = try folder()
    try expectSuccess(
      ["train", "cats", "-o", "run", "--channels", "4", "-b", "4", "--threads", "1"] + length,
      in: folder
    )
    let recipe = try Recipe(startingFrom: folder("run"))
    let parts = recipe.yaml.components(separatedBy: "\n  schedule: cosine to 0.05 over 5")
    #expect(parts.count == 3)
  }

  /// With and without images in place of a recipe.
  @Test(arguments: [["cats"], []], [2, 3]) func ratesFallOverTheLengthOfARunFromAnother(
    _ images: [String],
    _ iterations: Int
  ) throws {
    let folder = try folder()
    try expectSuccess(["train", "cats", "-o", "run"] + short, in: folder)
    let more = ["--init-from", "run", "--iterations", "\(iterations)", "--threads", "1"]
    try expectSuccess(["train"] + images + ["-o", "new"] + more, in: folder)
    let recipe = try Recipe(startingFrom: folder("new"))
    let schedule = "\n  schedule: cosine to 0.05 over \(iterations)"
    #expect(recipe.yaml.components(separatedBy: schedule).count == 3)
  }

  /// A run in one piece and one that is resumed in its middle.
  @Test func resumedRunIsTheSame() throws {
    let folder = try folder()
    try expectSuccess(
      ["train", "cats", "-o", "whole"] + short + ["--iterations", "6", "--snapshot-interval", "3"],
      in: folder
    )
    let more = ["--resume", "whole/snapshot_iter_3.npz", "--threads", "1"]
    try expectSuccess(["train", "-o", "parts"] + more, in: folder)
    let names = ["gen_iter_6.npz", "dis_iter_6.npz"]
    for name in names {
      #expect(try NPZ.read(folder("whole/\(name)")) == NPZ.read(folder("parts/\(name)")))
    }
  }

  @Test func imagesBesideFoldersHaveNoClasses() throws {
    let folder = try folder()
    try folder.write(shadedPNG(90, 6), as: "cats/tabby/6.png")
    try expectProblem(
      ["train", "cats", "-o", "run", "--classes", "all"] + short,
      in: folder,
      naming: "cats",
      saying: ["has no labels, since 6 of 7 images are in none of the folders", "such as 0.png"]
    )
  }

  /// A run among the images would learn from its own previews.
  @Test(arguments: ["cats", "./cats/"]) func theirFolderIsNotTheRuns(_ out: String) throws {
    let folder = try folder()
    try expectProblem(
      ["train", "cats", "-o", out] + short,
      in: folder,
      naming: out,
      saying: ["holds the images to learn from", "another folder for the run"]
    )
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("cats"))
    #expect(names.sorted() == (0..<6).map { "\($0).png" })
  }

  @Test func anotherRunsRecipeIsUsedForThem() throws {
    let folder = try folder()
    let other = ["dcgan", "-i", "cats", "--image-size", "16", "--channels", "2"]
    try expectSuccess(
      ["train", "-o", "other", "--iterations", "1", "-b", "2", "--threads", "1"] + other,
      in: folder
    )
    let output = try expectSuccess(
      [
        "train", "cats", "--init-from", "other", "-o", "run", "--iterations", "1", "--threads", "1",
      ],
      in: folder
    )
    #expect(output.hasPrefix("Training dcgan\n") && output.contains("taken from other/"))
  }

  @Test func whatIsNoImagesIsSaidToBe() throws {
    let folder = try folder()
    try folder.write(Array("words".utf8), as: "notes/a.txt")
    try expectProblem(
      ["train", "./dogs", "-o", "run"],
      in: folder,
      naming: "./dogs",
      saying: ["neither a known dataset nor a path that exists"]
    )
    try expectProblem(["train", "notes", "-o", "run"], in: folder, naming: "notes", saying: [])
    try expectUsageProblem(["train", "dogs", "-o", "run"], in: folder, saying: ["dogs", "IMAGES"])
    try expectUsageProblem(
      ["train", "cats", "-i", "cats", "-o", "run"],
      in: folder,
      saying: ["'cats' and --dataset both name images"]
    )
    try expectUsageProblem(
      ["train", "cats", "--resume", "latest", "-o", "run"],
      in: folder,
      saying: ["'cats' starts a new run", "--resume"]
    )
    try expectUsageProblem(
      ["train", "cats", "--penalty-interval", "0"],
      in: folder,
      saying: ["penalty-interval is 0"]
    )
    try expectUsageProblem(
      ["train", "pictures", "-i", "cats", "--smallest-map", "8"],
      in: folder,
      saying: ["smallest-map is 8; expected a number from 2 to 7"]
    )
    try expectUsageProblem(
      ["train", "mlp-mnist", "-i", "cats", "--auxiliary-classifier", "1"],
      in: folder,
      saying: ["auxiliary-classifier is 1; expected 0", "mlp-mnist has no classifier"]
    )
  }
}
