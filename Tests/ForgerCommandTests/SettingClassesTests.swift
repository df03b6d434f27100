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
    let between = ["--from-class", "3", "--to-class", "7", "--pairs", "2", "--steps", "3"]
    #expect(
      try expectSuccess(["interpolate", "result", "--hold-vector"] + between, in: folder)
        == "walk.png, walk.gif: 2 walks of 3 samples from 3 to 7\n"
    )
    // Both ends are samples of the classes.
    let walks = try ImageFile.read(folder("walk.png"))
    try expectSuccess(
      ["interpolate", "result", "--class", "3", "--pairs", "2", "--steps", "2", "-o", "in.png"],
      in: folder
    )
    let within = try ImageFile.read(folder("in.png"))
    #expect(
      (0..<32).allSatisfy { y in (0..<16).allSatisfy { walks[y, $0, 0] == within[y, $0, 0] } }
    )
    try expectProblem(
      ["interpolate", "result", "--from-class", "3", "--to-class", "shirt"],
      in: folder,
      naming: "result/snapshot_iter_2.npz",
      saying: ["makes no class 'shirt'", "0 to 9"]
    )
    try folder.write(png(height: 16, width: 16), as: "one.png")
    let project = ["project", "result", "one.png", "--steps", "2"]
    let found = try expectSuccess(project, in: folder)
    #expect(found.contains(/\(class [0-9], start [1-8]\)\n/), "\(found)")
    let fixed = try expectSuccess(project + ["--class", "4"], in: folder)
    #expect(fixed.contains("(class 4, start"), "\(fixed)")
    let completed = try expectSuccess(
      ["complete", "result", "one.png", "--steps", "2", "--class", "5"],
      in: folder
    )
    #expect(completed.contains(" in the hole (class 5, start"), "\(completed)")
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
    try folder.write(png(), as: "one.png")
    for arguments in [
      ["interpolate", "result", "--from-class", "1", "--to-class", "2"],
      ["interpolate", "result", "--class", "1"], ["project", "result", "one.png", "--class", "1"],
      ["complete", "result", "one.png", "--class", "1"],
    ] {
      try expectProblem(
        arguments,
        in: folder,
        naming: "result/snapshot_iter_1.npz",
        saying: ["makes samples of no classes", "trained with classes"]
      )
    }
  }
}
