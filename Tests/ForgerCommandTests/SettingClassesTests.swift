import FileTestSupport
import Foundation
import Imaging
import Testing

/// `--classes` for the networks that come with Forger, from training to all that is made of them.
@Suite struct SettingClassesTests {
  @Test(arguments: ["dcgan", "dcgan-mnist"])
  func everyCommandTakesWhatWasTrainedByClass(_ recipe: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(20), as: "data.bin")
    let size = ["--image-size", "16", "--color", "rgb", "--channels", "8", "-n", "6"]
    let length = ["-b", "4", "--iterations", "2", "--preview-interval", "2"]
    let output = try expectSuccess(
      ["train", recipe, "-i", "data.bin", "--classes", "all", "--r1", "1"] + size + length,
      in: folder
    )
    #expect(output.contains("classes 10"), "\(output)")

    try expectSuccess(["generate", "result", "--each-class", "2"], in: folder)
    #expect(shape(of: try ImageFile.read(folder("samples.png"))) == "160×32×3")
    try expectSuccess(["generate", "result", "--class", "3", "--out", "three.png"], in: folder)
    try expectProblem(
      ["generate", "result", "--class", "10"],
      in: folder,
      naming: "result/snapshot_iter_2.npz",
      saying: ["makes no class '10'", "0 to 9"]
    )
    try expectSuccess(["interpolate", "result", "--pairs", "1", "--steps", "3"], in: folder)
    try folder.write(png(height: 16, width: 16), as: "one.png")
    try expectSuccess(["project", "result", "one.png", "--steps", "2"], in: folder)
  }

  /// An unconditional run is what it was before there were classes.
  @Test func classesAreAskedFor() throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(8), as: "data.bin")
    let length = ["--channels", "8", "-b", "4", "--iterations", "1"]
    try expectSuccess(["train", "dcgan-mnist", "-i", "data.bin"] + length, in: folder)
    try expectProblem(
      ["generate", "result", "--each-class", "2"],
      in: folder,
      naming: "result/snapshot_iter_1.npz",
      saying: ["makes samples of no classes"]
    )
  }
}
