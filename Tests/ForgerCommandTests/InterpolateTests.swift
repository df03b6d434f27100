import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger interpolate`, and the images that a run leaves.
@Suite struct InterpolateTests {
  private func bytes(_ name: String, in folder: TemporaryFolder) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder(name))))
  }

  @Test func stripHasARowAPair() throws {
    let folder = try TrainedRun.lively()
    let output = try expectSuccess(
      ["interpolate", "result", "--pairs", "3", "--steps", "4", "--threads", "1"],
      in: folder
    )
    #expect(output == "walk.png, walk.gif: 3 linear walks of 4 samples\n")
    let grid = try ImageFile.read(folder("walk.png"))
    #expect(shape(of: grid) == "96×128×3")
    #expect(Set(grid.pixels).count > 10)
    #expect(try bytes("walk.gif", in: folder).starts(with: Array("GIF89a".utf8)))
  }

  @Test func seedAndWayMatter() throws {
    let folder = try TrainedRun.lively()
    let variants = [
      ["--seed", "1"], ["--seed", "1"], ["--seed", "2"], ["--seed", "1", "--spherical"],
    ]
    for (index, more) in variants.enumerated() {
      try expectSuccess(
        ["interpolate", "result/gen_iter_3.npz", "-o", "\(index).png", "--threads", "1"] + more,
        in: folder
      )
    }
    let grids = try variants.indices.map { try bytes("\($0).png", in: folder) }
    let animations = try variants.indices.map { try bytes("\($0).gif", in: folder) }
    #expect(grids[0] == grids[1] && animations[0] == animations[1])
    #expect(grids[0] != grids[2])
    #expect(grids[0] != grids[3])
  }

  @Test func badPlacesAndCheckpointsAreRefused() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    try expectProblem(
      ["interpolate", "data.bin"],
      in: folder,
      naming: "data.bin",
      saying: []
    )
    try expectProblem(
      ["interpolate", "result/gen_iter_3.npz", "-o", "missing/a.png", "--threads", "1"],
      in: folder,
      naming: "missing/a.png",
      saying: ["a folder that exists"]
    )
  }

  @Test func runLeavesAnAnimationAndCurves() throws {
    let folder = try TrainedRun.folder
    #expect(try bytes("result/preview.gif", in: folder).starts(with: Array("GIF89a".utf8)))
    let svg = String(decoding: try bytes("result/losses.svg", in: folder), as: UTF8.self)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    let output = try TrainedRun.output
    #expect(output.contains("result/preview.gif") && output.contains("result/losses.svg"))
  }

  @Test func damagedPreviewIsPassedOver() throws {
    let folder = try folderWithData()
    try folder.write([1, 2, 3], as: "result/preview/image00000001.png")
    let output = try expectSuccess(smallTraining(iterations: 2), in: folder)
    #expect(
      output.contains("Skipping a preview: result/preview/image00000001.png"),
      "\(output)"
    )
    #expect(try bytes("result/preview.gif", in: folder).starts(with: Array("GIF89a".utf8)))
  }
}
