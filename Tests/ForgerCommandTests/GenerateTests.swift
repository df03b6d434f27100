import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger generate`.
@Suite struct GenerateTests {
  private func generate(_ arguments: String..., in folder: TemporaryFolder) throws {
    try expectSuccess(["generate"] + arguments + ["--threads", "1"], in: folder)
  }

  private func bytes(_ name: String, in folder: TemporaryFolder) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder(name)))
  }

  @Test func gridHasTheRowsAndColumnsAskedFor() throws {
    let folder = try TrainedRun.lively()
    try generate("result/gen_iter_3.npz", in: folder)
    let usual = try ImageFile.read(folder("samples.png"))
    #expect(shape(of: usual) == "320×320×3")
    try generate(
      "result/gen_iter_3.npz",
      "--rows",
      "3",
      "--columns",
      "5",
      "--out",
      "b.png",
      in: folder
    )
    let grid = try ImageFile.read(folder("b.png"))
    #expect(shape(of: grid) == "96×160×3")
    #expect(Set(grid.pixels).count > 10)
    #expect(try folder.names() == ["b.png", "data.bin", "result", "samples.png"])
  }

  @Test func sameSeedGivesTheSameBytes() throws {
    let folder = try TrainedRun.lively()
    for (seed, name) in [("1", "a.png"), ("1", "b.png"), ("2", "c.png")] {
      try generate("result/gen_iter_3.npz", "--seed", seed, "-o", name, in: folder)
    }
    #expect(try bytes("a.png", in: folder) == bytes("b.png", in: folder))
    #expect(try bytes("a.png", in: folder) != bytes("c.png", in: folder))
  }

  @Test func everyFormOfACheckpointGivesTheSameImages() throws {
    let folder = try TrainedRun.lively()
    try generate("result/gen_iter_3.npz", "-o", "a.png", in: folder)
    try generate("result/snapshot_iter_3.npz", "-o", "b.png", in: folder)
    try generate("result", "-o", "c.png", in: folder)
    try generate("result/snapshot_iter_2.npz", "-o", "d.png", in: folder)
    #expect(try bytes("a.png", in: folder) == bytes("b.png", in: folder))
    #expect(try bytes("a.png", in: folder) == bytes("c.png", in: folder))
    #expect(try bytes("a.png", in: folder) != bytes("d.png", in: folder))
  }

  @Test func gridIsLikeThePreviewOfThatIteration() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    try generate("result/gen_iter_3.npz", in: folder)
    let preview = try bytes("result/preview/image00000003.png", in: TrainedRun.folder)
    #expect(try bytes("samples.png", in: folder) == preview)
  }

  @Test func chainersGeneratorCanBeUsed() throws {
    let folder = try TrainedRun.broken("gen_iter_3.npz") { $0["recipe"] = nil }
    try generate("broken.npz", in: folder)
    let preview = try Data(
      contentsOf: URL(fileURLWithPath: TrainedRun.folder("result/preview/image00000003.png"))
    )
    #expect(try bytes("samples.png", in: folder) == preview)
  }

  @Test func eachImageIsOneOfTheGrid() throws {
    let folder = try TrainedRun.lively()
    // More than are made at once.
    try generate(
      "result/gen_iter_3.npz",
      "--rows",
      "2",
      "--columns",
      "51",
      "--seed",
      "4",
      in: folder
    )
    try generate(
      "result/gen_iter_3.npz",
      "--each",
      "--count",
      "102",
      "--seed",
      "4",
      "-o",
      "a/b",
      in: folder
    )
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("a/b"))
    #expect(names.count == 102)
    let grid = try ImageFile.read(folder("samples.png"))
    for number in [1, 2, 51, 52, 101, 102] {
      let digits = String(repeating: "0", count: 8 - "\(number)".count) + "\(number)"
      let sample = try ImageFile.read(folder("a/b/image\(digits).png"))
      #expect(shape(of: sample) == "32×32×3")
      let (row, column) = ((number - 1) / 51 * 32, (number - 1) % 51 * 32)
      let isSame = (0..<32).allSatisfy { y in
        (0..<32).allSatisfy { x in
          (0..<3).allSatisfy { sample[y, x, $0] == grid[row + y, column + x, $0] }
        }
      }
      #expect(isSame, "sample \(number)")
    }
  }

  @Test func arraysAreTheNumbersOfTheGrid() throws {
    let folder = try TrainedRun.lively()
    try generate("result/gen_iter_3.npz", "--rows", "2", "--columns", "51", in: folder)
    try generate(
      "result/gen_iter_3.npz",
      "--count",
      "102",
      "--arrays",
      "samples.npz",
      in: folder
    )
    let arrays = try NPZ.read(folder("samples.npz"))
    #expect(Set(arrays.names) == ["z", "image"])
    #expect(arrays["z"]?.shape.first == 102)
    let image = try #require(arrays["image"])
    #expect(image.shape == [102, 32, 32, 3])
    guard case .float32(let values) = image.elements else {
      Issue.record("image is \(image.summary)")
      return
    }
    let grid = try ImageFile.read(folder("samples.png"))
    for number in [0, 50, 51, 100, 101] {
      let (row, column) = (number / 51 * 32, number % 51 * 32)
      for place in [(0, 0, 0), (31, 31, 2), (7, 20, 1)] {
        let value = values[((number * 32 + place.0) * 32 + place.1) * 3 + place.2]
        let byte = grid[row + place.0, column + place.1, place.2]
        #expect(UInt8((value * 255).rounded()) == byte, "image \(number) at \(place)")
      }
    }
  }

  @Test func fileOfThatNameIsReplaced() throws {
    let folder = try TrainedRun.lively()
    try folder.write([1, 2, 3], as: "samples.png")
    try generate("result/gen_iter_3.npz", "--rows", "1", "--columns", "1", in: folder)
    #expect(try ImageFile.read(folder("samples.png")).height == 32)
  }
}
