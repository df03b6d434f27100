import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger nearest`.
@Suite struct NearestTests {
  private let generator = "result/gen_iter_3.npz"
  private let threads = ["--threads", "1"]

  /// A lively generator, and images that it made as a dataset of their own.
  private func folder(seed: String) throws -> TemporaryFolder {
    let folder = try TrainedRun.lively()
    try expectSuccess(
      ["generate", generator, "--each", "--count", "150", "--seed", seed] + threads,
      in: folder
    )
    return folder
  }

  private func report(_ arguments: [String], in folder: TemporaryFolder) throws -> [String: Any] {
    let output = try expectSuccess(
      ["nearest", generator, "--json"] + arguments + threads,
      in: folder
    )
    #expect(output.split(separator: "\n").count == 1)
    let json = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return try #require(json as? [String: Any])
  }

  private func counts(_ report: [String: Any], _ name: String) throws -> [Int] {
    let spaces = try #require(report["spaces"] as? [[String: Any]])
    return try spaces.map { space in
      let share = try #require(space[name] as? [String: Any])
      return try #require(share["count"] as? Int)
    }
  }

  /// A generator that makes exactly what it is said to have learned from.
  @Test func copiesAreFound() throws {
    let folder = try folder(seed: "3")
    let arguments = ["--dataset", "samples", "--samples", "40", "--seed", "3", "--rows", "5"]
    let report = try report(arguments, in: folder)
    #expect(report["training_count"] as? Int == 150)
    #expect(report["held_out_count"] as? Int == 150)
    #expect(report["held_out_is_test_part"] as? Bool == false)
    #expect(try counts(report, "suspicious") == [40, 40])
    #expect(try counts(report, "copies") == [40, 40])
    let grid = try ImageFile.read(folder("nearest.png"))
    #expect(shape(of: grid) == "166×232×3")
    // Each sample stands beside itself.
    for row in 0..<165 {
      for column in 1..<33 { #expect(grid[row, column] == grid[row, column + 33]) }
    }
  }

  /// As with `forger evaluate`, a classifier's features are taken where there is one.
  @Test func featuresAreChosen() throws {
    let folder = try folder(seed: "3")
    for number in 101...150 {
      let name = "image00000\(number).png"
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder("samples/" + name)))
      try folder.write([UInt8](bytes), as: "classes/\(number % 2)/" + name)
    }
    func spaces(_ features: String...) throws -> [String] {
      let arguments = ["--dataset", "classes", "--samples", "120", "--seed", "3"]
      let report = try report(arguments + features, in: folder)
      let facts = try #require(report["features"] as? [[String: Any]])
      #expect(facts.allSatisfy { ($0["hash"] as? String)?.isEmpty == false })
      let found = try #require(report["spaces"] as? [[String: Any]])
      let names = found.compactMap { $0["space"] as? String }
      #expect(names == facts.compactMap { $0["name"] as? String })
      // Twenty of the samples are what stands there; of the others few look so by chance.
      #expect(try counts(report, "copies").allSatisfy { (20...30).contains($0) })
      return names
    }
    #expect(try spaces() == ["pixels", "random convolutions"])
    #expect(try spaces("--features", "pixels") == ["pixels"])
    #expect(try shape(of: ImageFile.read(folder("nearest.png"))) == "265×133×3")
    try expectProblem(
      ["nearest", generator, "--dataset", "classes", "--features", "classifier"] + threads,
      in: folder,
      naming: "classes",
      saying: ["no trained classifier"]
    )
    try expectSuccess(
      ["classifier", "train", "classes", "--iterations", "20", "--batch-size", "8"] + threads,
      in: folder
    )
    #expect(try spaces() == ["pixels", "classifier of classes"])
    #expect(try spaces("--features", "random") == ["pixels", "random convolutions"])
    let output = try expectSuccess(
      ["nearest", generator, "--dataset", "classes", "--samples", "5"] + threads,
      in: folder
    )
    #expect(output.contains(/by classifier of classes, \d+\.\d\d % accurate on a fifth held out/))
  }

  /// Where training mirrors images, a mirrored copy is a copy.
  @Test func mirroredCopiesAreFound() throws {
    let folder = try folder(seed: "3")
    for number in 1...150 {
      let name = "samples/image\(String(repeating: "0", count: 8 - "\(number)".count))\(number).png"
      try PNG.write(ImageFile.read(folder(name)).mirrored, to: folder(name))
    }
    let arguments = ["--dataset", "samples", "--samples", "40", "--seed", "3"]
    let upright = try counts(report(arguments, in: folder), "copies")
    #expect(upright.allSatisfy { $0 < 10 }, "\(upright)")
    var arrays = try NPZ.read(folder(generator))
    try arrays.replaceInRecipe("recipe", "flip: false", by: "flip: true")
    try NPZ.write(arrays, to: folder(generator))
    #expect(try counts(report(arguments, in: folder), "copies") == [40, 40])
  }

  @Test func othersOfTheSameKindAreNot() throws {
    let folder = try folder(seed: "3")
    let report = try report(["--dataset", "samples", "--samples", "40", "--seed", "4"], in: folder)
    // One in a hundred is expected.
    for count in try counts(report, "suspicious") { #expect(count <= 4) }
    for count in try counts(report, "copies") { #expect(count <= 2) }
  }

  @Test func recipesDataSetAndTestPartAreTaken() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    let output = try expectSuccess(["nearest", generator, "--samples", "5"] + threads, in: folder)
    #expect(
      output.hasPrefix("5 samples, seed 0, against data.bin: 10 training images, 10 of them")
    )
    for words in [
      "by pixels", "by random convolutions", "suspicious", "like copies", "nearest.png",
    ] {
      #expect(output.contains(words), "\(output)")
    }
    try folder.write(cifarRecords(10), as: "cifar/data_batch_1.bin")
    try folder.write(cifarRecords(4), as: "cifar/test_batch.bin")
    let report = try report(["--dataset", "cifar", "--samples", "5"], in: folder)
    #expect(report["held_out_count"] as? Int == 4)
    #expect(report["held_out_is_test_part"] as? Bool == true)
  }

  @Test func seedDecides() throws {
    let folder = try folder(seed: "3")
    for (name, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
      _ = try report(
        ["-i", "samples", "--samples", "9", "--seed", seed, "-o", name + ".png"],
        in: folder
      )
    }
    func image(_ name: String) throws -> Image { try ImageFile.read(folder(name + ".png")) }
    #expect(try image("a") == image("b"))
    #expect(try image("a") != image("c"))
  }

  @Test func badDataSetsAreRefused() throws {
    let folder = try TrainedRun.copy(of: "gen_iter_3.npz")
    try folder.write(png(), as: "one/a.png")
    try folder.write(Array(cifarRecords(2).prefix(5000)), as: "short.bin")
    let cases = [("one", "holds one image"), ("nowhere", "neither"), ("short.bin", "")]
    for (path, words) in cases {
      try expectProblem(
        ["nearest", generator, "--dataset", path] + threads,
        in: folder,
        naming: path,
        saying: [words].filter { !$0.isEmpty }
      )
    }
    try expectProblem(
      ["nearest", "data.bin"] + threads,
      in: folder,
      naming: "data.bin",
      saying: []
    )
  }
}
