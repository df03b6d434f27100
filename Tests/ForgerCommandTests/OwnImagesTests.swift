import Archives
import FileTestSupport
import Foundation
import Imaging
import Testing

/// `forger train` on images of one's own.
@Suite struct OwnImagesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for shade in 0..<9 {
      let name = "images/\(shade % 2 == 0 ? "even" : "odd")/\(shade).png"
      try folder.write(png(height: 40 + shade, width: 30, shade: shade), as: name)
    }
  }

  private func train(_ options: String..., dataset: String = "images") -> [String] {
    [
      "train", "-i", dataset, "-b", "4", "--channels", "8", "--threads", "2",
      "--snapshot-interval", "1", "--display-interval", "1",
    ] + options
  }

  private func generator(_ out: String, _ iteration: Int) throws -> NamedArrays {
    try NPZ.read(folder("\(out)/gen_iter_\(iteration).npz"))
  }

  @Test func reportComesBeforeTraining() throws {
    try folder.write([], as: "images/odd/empty.jpg")
    try folder.write(Array("GIF89a".utf8), as: "images/odd/old.gif")
    let output = try expectSuccess(train("--iterations", "1", "--flip"), in: folder)
    let lines = output.split(separator: "\n").map { $0.drop { $0 == " " } }
    let start = try #require(lines.firstIndex { $0.hasPrefix("dataset") })
    #expect(
      lines[start...].prefix(6) == [
        """
        dataset        images: 9 images, images of 9 different shapes cropped, resized or padded \
        to 32×32×3
        """, "sizes from 40×30 to 48×30, most often 40×30 (11 %)", "9 RGB PNG",
        "2 classes by folder: even, odd",
        "1 unreadable, skipped: images/odd/empty.jpg is empty",
        "1 .gif skipped: only PNG and JPEG can be read",
      ]
    )
    #expect(lines.contains("images         half of them mirrored"))
    #expect(output.contains("% of it waiting for data"))
  }

  @Test func archivesAndCachesMakeNoDifference() throws {
    var tar = TarBuilder()
    var zip = ZipBuilder()
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder("images")) {
      guard path.hasSuffix(".png") else { continue }
      let bytes = try InputFile.read(folder("images/" + path), limit: 1 << 20)
      tar.add("images/" + path, bytes)
      zip.add(path, bytes)
    }
    try folder.write(tar.bytes, as: "a.tar")
    try folder.write(gzip(tar.bytes), as: "a.tar.gz")
    try folder.write(zip.bytes, as: "a.zip")
    try expectSuccess(train("--iterations", "5"), in: folder)
    let expected = try generator("result", 5)
    for dataset in ["a.tar", "a.tar.gz", "a.zip", "images"] {
      let out = "out-" + dataset
      try expectSuccess(
        train("--iterations", "5", "-o", out, "--cache", "0", dataset: dataset),
        in: folder
      )
      let found = try generator(out, 5)
      for name in found.names where name != "recipe" { #expect(found[name] == expected[name]) }
    }
  }

  @Test func everyOptionChangesWhatIsSeen() throws {
    try expectSuccess(train("--iterations", "2"), in: folder)
    let plain = try NPZ.read(folder("result/dis_iter_2.npz"))
    for (index, option) in [["--crop", "none"], ["--resize", "lanczos"], ["--flip"]].enumerated() {
      let arguments = train("--iterations", "2", "-o", "\(index)") + option
      try expectSuccess(arguments, in: folder)
      let changed = try NPZ.read(folder("\(index)/dis_iter_2.npz"))
      #expect(changed["c3_0/W"] != plain["c3_0/W"], "\(option)")
    }
    try expectSuccess(train("--iterations", "1", "--color", "gray", "-o", "gray"), in: folder)
    let preview = try ImageFile.read(folder("gray/preview/image00000001.png"))
    #expect(preview.channels == 1)
    try expectSuccess(["generate", "gray", "--out", "gray.png"], in: folder)
    #expect(try ImageFile.read(folder("gray.png")).channels == 1)
  }

  @Test func resumedRunIsTheUndisturbedOne() throws {
    let options = ["--flip", "--crop", "none", "--cache", "0"]
    try expectSuccess(train("--iterations", "7", "-o", "whole") + options, in: folder)
    try expectSuccess(train("--iterations", "4", "-o", "parts") + options, in: folder)
    try expectSuccess(
      ["train", "-o", "parts", "--resume", "latest", "--iterations", "7", "--threads", "2"],
      in: folder
    )
    let (whole, parts) = (try generator("whole", 7), try generator("parts", 7))
    #expect(whole.names == parts.names)
    for name in whole.names { #expect(whole[name] == parts[name], "\(name)") }
  }

  @Test func recipesHoldTheOptions() throws {
    let text = "recipe: dcgan-cifar10\nflip: true\ncrop: none\nimage: {channels: 1}\n"
    try folder.write(Array(text.utf8), as: "my.yaml")
    let output = try expectSuccess(
      train("my.yaml", "--iterations", "1", "--no-flip"),
      in: folder
    )
    #expect(output.contains("stretched to 32×32×1"))
    #expect(!output.contains("mirrored"))
  }

  @Test func damagedImagesAreReplacedAndNamed() throws {
    // The headers are right, so that it is found out only when the images are decoded.
    for number in 0..<7 {
      try folder.write(png(shade: number).dropLast(100), as: "images/odd/cut\(number).png")
    }
    for shade in 9..<20 { try folder.write(png(shade: shade), as: "images/odd/\(shade).png") }
    let output = try expectSuccess(train("-e", "2"), in: folder)
    let line = "Using another image in place of images/odd/cut"
    #expect(output.components(separatedBy: line).count == 1 + 5, "\(output)")
    #expect(output.contains("Further damaged images are replaced without a message."), "\(output)")
    #expect(output.contains("7 damaged images were replaced by others."), "\(output)")
    let again = try expectSuccess(train("-e", "2", "-o", "again"), in: folder)
    #expect(again.contains("7 damaged images"))
    let iteration = (2 * 27 + 3) / 4
    let (first, second) = (try generator("result", iteration), try generator("again", iteration))
    #expect(first == second)
  }

  @Test func theOnlyImageMayNotBeDamaged() throws {
    try folder.write(png().dropLast(100), as: "a.png")
    let outcome = try Command.run(train(dataset: "a.png") + ["-b", "1"], in: folder)
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.hasPrefix("Error: a.png: is a damaged PNG"), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }

  @Test func archivesNeedAPlaceToUnpack() throws {
    var zip = ZipBuilder()
    zip.add("a.png", png(height: 200, width: 200))
    try folder.write(zip.bytes, as: "a.zip")
    let outcome = try Command.run(
      train("--iterations", "1", dataset: "a.zip") + ["-b", "1"],
      in: folder,
      limitingFilesTo: 1
    )
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.contains("TMPDIR"), "\(outcome)")
  }
}
