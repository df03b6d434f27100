import FileTestSupport
import Foundation
import Imaging
import Testing

/// Every recipe, from training to images.
@Suite struct RecipesTests {
  static let sizes = [
    "dcgan-cifar10": 32, "mlp-mnist": 28, "upsampling-mnist": 28, "dcgan-mnist": 28, "dcgan": 64,
    "r3gan": 32,
  ]

  @Test(arguments: sizes.keys.sorted())
  func canBeTrainedResumedAndGeneratedFrom(_ recipe: String) throws {
    let (straight, resumed) = (try TemporaryFolder(), try TemporaryFolder())
    let options = ["--display-interval", "2", "--snapshot-interval", "3", "--threads", "1"]
    let small = ["train", recipe, "-i", "digits", "--channels", "8", "-b", "4"] + options
    for folder in [straight, resumed] { try folder.write(idxImages(10, size: 28), as: "digits") }
    try expectSuccess(small + ["--iterations", "5"], in: straight)
    try expectSuccess(small + ["--iterations", "3"], in: resumed)
    try expectSuccess(
      ["train", "--resume", "latest", "--iterations", "5", "--threads", "1"],
      in: resumed
    )
    try expectSameRun(straight, resumed, iteration: 5)

    let generate = ["generate", "result", "--rows", "2", "--columns", "3", "--threads", "1"]
    try expectSuccess(generate, in: resumed)
    let grid = try ImageFile.read(resumed("samples.png"))
    let size = try #require(Self.sizes[recipe])
    #expect(grid.height == 2 * size && grid.width == 3 * size)
  }

  @Test(arguments: sizes.keys.sorted())
  func canMakeImagesOfAnotherShape(_ recipe: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(idxImages(10, size: 28), as: "digits")
    let small = ["train", recipe, "-i", "digits", "--channels", "8", "-b", "4", "--threads", "1"]
    let output = try expectSuccess(
      small + ["--iterations", "1", "--image-size", "24x36"],
      in: folder
    )
    #expect(output.contains("resized to 24×36"), "\(output)")
    try expectSuccess(["generate", "result", "--rows", "1", "--columns", "1"], in: folder)
    let grid = try ImageFile.read(folder("samples.png"))
    #expect(grid.height == 24 && grid.width == 36)
  }

  @Test(arguments: sizes.keys.sorted())
  func canBeTimed(_ recipe: String) throws {
    let output = try expectSuccess(
      [
        "bench", recipe, "-b", "2", "--channels", "8", "--iterations", "1", "--threads", "1",
        "--json",
      ],
      in: TemporaryFolder()
    )
    #expect(output.contains("\"recipe\":\"\(recipe)\""), "\(output)")
  }

  @Test func snapshotOfAnotherRecipeIsNotResumed() throws {
    let folder = try TrainedRun.copy(of: "snapshot_iter_3.npz")
    try expectProblem(
      ["train", "mlp-mnist", "--resume", "latest"],
      in: folder,
      naming: "result/snapshot_iter_3.npz",
      saying: ["was trained with recipe dcgan-cifar10", "mlp-mnist"]
    )
  }

  @Test(arguments: ["mlp-mnist", "upsampling-mnist", "dcgan-mnist"])
  func generatorOfAnotherRecipeIsRefused(_ recipe: String) throws {
    let folder = try TrainedRun.broken("gen_iter_3.npz") {
      try $0.replaceInRecipe("recipe", "dcgan-cifar10", by: recipe)
      try $0.replaceInRecipe("recipe", "height: 32", by: "height: 28")
      try $0.replaceInRecipe("recipe", "width: 32", by: "width: 28")
    }
    try expectProblem(
      ["generate", "broken.npz"],
      in: folder,
      naming: "broken.npz",
      saying: ["lacks '"]
    )
  }
}
