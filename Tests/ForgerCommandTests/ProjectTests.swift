import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger project`.
@Suite struct ProjectTests {
  private let short = ["--steps", "20", "--restarts", "3", "--threads", "1"]
  private let generator = "result/gen_iter_3.npz"

  /// A lively generator and two of its own images.
  private func folder() throws -> TemporaryFolder {
    let folder = try TrainedRun.lively()
    try expectSuccess(
      ["generate", generator, "--each", "--count", "2", "--seed", "5", "--threads", "1"],
      in: folder
    )
    return folder
  }

  private let images = ["samples/image00000001.png", "samples/image00000002.png"]

  @Test func imagesStandBesideWhatWasMade() throws {
    let folder = try folder()
    let output = try expectSuccess(["project", generator] + images + short, in: folder)
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.count == 4, "\(output)")
    for (line, image) in zip(lines, images) {
      let pattern = /: PSNR \d+\.\d\d dB, L1 0\.\d{4} \(start [1-3]\)/
      #expect(line.hasPrefix(image) && line.contains(pattern), "\(line)")
    }
    #expect(lines[2].wholeMatch(of: /all: PSNR \d+\.\d\d dB, L1 0\.\d{4}/) != nil)
    #expect(lines[3] == "projection.png, projection.gif, projection.npz: 2 projected")
    let grid = try ImageFile.read(folder("projection.png"))
    #expect(shape(of: grid) == "67×67×3")
    let original = try ImageFile.read(folder(images[0]))
    #expect((0..<32).allSatisfy { grid[1 + $0, 1 + $0, 1] == original[$0, $0, 1] })
    let animation = try Data(contentsOf: URL(fileURLWithPath: folder("projection.gif")))
    #expect(animation.starts(with: Array("GIF89a".utf8)))
    let arrays = try NPZ.read(folder("projection.npz"))
    #expect(arrays.names == ["z", "image", "loss", "l1", "mse"])
    #expect(arrays["z"]?.shape == [2, 100] && arrays["image"]?.shape == [2, 32, 32, 3])
  }

  @Test func seedDecides() throws {
    let folder = try folder()
    for (name, more) in [("a", []), ("b", []), ("c", ["--seed", "1"]), ("d", ["--loss", "l1"])] {
      try expectSuccess(
        ["project", generator, images[1], "-o", name + ".png"] + short + more,
        in: folder
      )
    }
    func z(_ name: String) throws -> NumpyArray? { try NPZ.read(folder(name + ".npz"))["z"] }
    #expect(try z("a") == z("b"))
    #expect(try z("a") != z("c"))
    #expect(try z("a") != z("d"))
  }

  @Test func otherSizesAreFittedAndReported() throws {
    let folder = try folder()
    try folder.write(png(height: 50, width: 80), as: "large.png")
    let output = try expectSuccess(["project", generator, "large.png"] + short, in: folder)
    #expect(output.hasPrefix("large.png: 50×80×3 cropped"), "\(output)")
    #expect(try shape(of: ImageFile.read(folder("projection.png"))) == "34×67×3")
  }

  @Test func discriminatorIsFoundBesideTheGeneratorOrInTheSnapshot() throws {
    let folder = try folder()
    try expectProblem(
      ["project", generator, images[0], "--loss", "features"] + short,
      in: folder,
      naming: generator,
      saying: ["holds no discriminator", "dis_iter_N.npz"]
    )
    let discriminator = try Data(
      contentsOf: URL(fileURLWithPath: TrainedRun.folder("result/dis_iter_3.npz"))
    )
    try folder.write([UInt8](discriminator), as: "result/dis_iter_3.npz")
    for (name, checkpoint) in [("a", generator), ("b", "result/snapshot_iter_3.npz")] {
      try expectSuccess(
        ["project", checkpoint, images[0], "--loss", "features", "-o", name + ".png"] + short,
        in: folder
      )
    }
    #expect(
      try NPZ.read(folder("a.npz"))["z"] == NPZ.read(folder("b.npz"))["z"],
      "the same discriminator"
    )
    try folder.write([UInt8](discriminator.prefix(500)), as: "result/dis_iter_3.npz")
    try expectProblem(
      ["project", generator, images[0], "--loss", "features"] + short,
      in: folder,
      naming: "result/dis_iter_3.npz",
      saying: []
    )
  }

  @Test func filesThatAreNotImagesAreRefused() throws {
    let folder = try folder()
    try folder.write([], as: "empty.png")
    try folder.write(Array(png().prefix(60)), as: "short.png")
    try folder.write(png(claimingHeight: 60_000, width: 60_000), as: "huge.png")
    for path in ["empty.png", "short.png", "huge.png", "nowhere.png", "data.bin", generator] {
      try expectProblem(
        ["project", generator, path] + short,
        in: folder,
        naming: path,
        saying: []
      )
    }
    try expectProblem(
      ["project", generator, "--dataset", "data.bin"] + short,
      in: folder,
      naming: "data.bin",
      saying: ["no test split"]
    )
    try expectProblem(
      ["project", generator, images[0], "-o", "missing/a.png"] + short,
      in: folder,
      naming: "missing/a.png",
      saying: ["a folder that exists"]
    )
  }

  @Test func endlessWeightsAreRefused() throws {
    let folder = try TrainedRun.broken("gen_iter_3.npz") { arrays in
      for layer in ["l0", "dc1", "dc2", "dc3"] {
        try arrays.changeFloats("\(layer)/W") { $0 = $0.map { $0 * 3e38 } }
      }
    }
    try folder.write(png(), as: "a.png")
    try expectProblem(
      ["project", "broken.npz", "a.png"] + short,
      in: folder,
      naming: "broken.npz",
      saying: ["not finite"]
    )
  }

  @Test func testPartIsTakenFromADataSet() throws {
    let folder = try folder()
    try folder.write(cifarRecords(5), as: "cifar/data_batch_1.bin")
    try folder.write(cifarRecords(4), as: "cifar/test_batch.bin")
    let output = try expectSuccess(
      ["project", generator, "--dataset", "cifar", "--count", "3"] + short,
      in: folder
    )
    #expect(output.contains("cifar#0: ") && output.contains("cifar#2: "), "\(output)")
    try expectProblem(
      ["project", generator, "--dataset", "cifar", "--count", "5"] + short,
      in: folder,
      naming: "cifar",
      saying: ["no test split of 5 images"]
    )
  }
}
