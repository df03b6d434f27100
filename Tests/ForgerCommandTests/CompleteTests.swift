import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger complete`.
@Suite struct CompleteTests {
  private let short = ["--steps", "10", "--restarts", "2", "--threads", "1"]
  private let snapshot = "result/snapshot_iter_3.npz"

  private func folder() throws -> TemporaryFolder {
    let folder = try TrainedRun.lively()
    try folder.write(png(shade: 2), as: "a.png")
    return folder
  }

  @Test(arguments: [("center", 25), ("left", 50), ("random", 80), ("grid", 44)])
  func holeIsFilled(_ mask: String, _ share: Int) throws {
    let folder = try folder()
    let output = try expectSuccess(
      ["complete", snapshot, "a.png", "--mask", mask] + short,
      in: folder
    )
    let lines = output.split(separator: "\n")
    let pattern = /a\.png: PSNR \d+\.\d\d dB, L1 0\.\d{4} in the hole \(start [12]\)/
    #expect(lines.count == 2 && lines[0].wholeMatch(of: pattern) != nil, "\(output)")
    let files = "completion.png, completion.gif, completion.npz"
    #expect(lines[1] == "\(files): 1 completed, \(share) % missing")
    let grid = try ImageFile.read(folder("completion.png"))
    #expect(shape(of: grid) == "34×100×3")
    let original = try ImageFile.read(folder("a.png"))
    // The corner that all masks but two leave.
    if mask == "center" || mask == "grid" {
      for channel in 0..<3 { #expect(grid[1, 67, channel] == original[0, 0, channel]) }
    }
    let arrays = try NPZ.read(folder("completion.npz"))
    #expect(arrays["z"]?.shape == [1, 100] && arrays["image"]?.shape == [1, 32, 32, 3])
  }

  @Test func maskOfOnesOwn() throws {
    let folder = try folder()
    let pixels = (0..<64 * 64).map { UInt8($0 % 64 < 32 ? 255 : 0) }
    let mask = PNG.encode(Image(height: 64, width: 64, channels: 1, pixels: pixels))
    try folder.write(mask, as: "hole.png")
    for (name, mask) in [("own", "hole.png"), ("left", "left")] {
      let output = try expectSuccess(
        ["complete", snapshot, "a.png", "--mask", mask, "-o", name + ".png"] + short,
        in: folder
      )
      #expect(output.contains("hole.png: 64×64×1 resized to 32×32") == (name == "own"))
    }
    #expect(try ImageFile.read(folder("own.png")) == ImageFile.read(folder("left.png")))
  }

  @Test func settingsMatter() throws {
    let folder = try folder()
    let variants = [
      [], [], ["--seed", "1"], ["--no-poisson"], ["--prior", "1"], ["--window", "3"],
    ]
    for (index, more) in variants.enumerated() {
      try expectSuccess(
        ["complete", snapshot, "a.png", "-o", "\(index).png"] + short + more,
        in: folder
      )
    }
    let images = try variants.indices.map { try NPZ.read(folder("\($0).npz"))["image"] }
    #expect(images[0] == images[1])
    for index in 2..<6 { #expect(images[0] != images[index], "\(variants[index])") }
  }

  @Test func badMasksAreRefused() throws {
    let folder = try folder()
    for (name, shade) in [("dark.png", 0), ("bright.png", 255)] as [(String, UInt8)] {
      let image = Image(height: 32, width: 32, channels: 3, filledWith: shade)
      try folder.write(PNG.encode(image), as: name)
    }
    try folder.write([1, 2, 3], as: "no.png")
    let cases = [
      ("dark.png", "dark throughout"), ("bright.png", "bright throughout"),
      ("no.png", "not in a recognized image format"), ("middle", ""),
    ]
    for (mask, words) in cases {
      try expectProblem(
        ["complete", snapshot, "a.png", "--mask", mask] + short,
        in: folder,
        naming: mask,
        saying: [words].filter { !$0.isEmpty }
      )
    }
  }

  @Test func discriminatorIsNeededForThePriorAlone() throws {
    let folder = try folder()
    let generator = "result/gen_iter_3.npz"
    try expectProblem(
      ["complete", generator, "a.png"] + short,
      in: folder,
      naming: generator,
      saying: ["holds no discriminator"]
    )
    try expectSuccess(["complete", generator, "a.png", "--prior", "0"] + short, in: folder)
  }

  @Test func brokenDiscriminatorsAreRefused() throws {
    let folder = try TrainedRun.broken("snapshot_iter_3.npz") {
      try $0.reshape("updater/discriminator/convolutions.6.weight", [3, 3, 4, 16])
    }
    try folder.write(png(), as: "a.png")
    try expectProblem(
      ["complete", "broken.npz", "a.png"] + short,
      in: folder,
      naming: "broken.npz",
      saying: ["convolutions.6.weight'"]
    )
  }
}
