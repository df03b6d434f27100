import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger train --dataset` with archives that mean harm.
@Suite struct BadArchiveTests {
  @Test(arguments: ["../data_batch_1.bin", "/tmp/data_batch_1.bin", "a/../../data_batch_1.bin"])
  func pathsThatLeaveTheArchiveAreRefused(_ name: String) throws {
    let folder = try TemporaryFolder()
    var tar = TarBuilder()
    tar.add(name, cifarRecords(4))
    try folder.write(gzip(tar.bytes), as: "a.tar.gz")
    try expectProblem(
      ["train", "-i", "a.tar.gz", "-b", "1"],
      in: folder,
      naming: "a.tar.gz",
      saying: [name]
    )
  }

  @Test(arguments: [TarBuilder.Kind.symbolicLink, .hardLink, .device])
  func entriesThatAreNoFilesAreRefused(_ kind: TarBuilder.Kind) throws {
    let folder = try TemporaryFolder()
    var tar = TarBuilder()
    tar.add("cifar-10-batches-bin/data_batch_1.bin", [], kind: kind)
    try folder.write(gzip(tar.bytes), as: "a.tar.gz")
    try expectProblem(
      ["train", "-i", "a.tar.gz", "-b", "1"],
      in: folder,
      naming: "a.tar.gz",
      saying: []
    )
  }

  @Test func controlCharactersOfNamesAreNotPrinted() throws {
    let folder = try TemporaryFolder()
    var tar = TarBuilder()
    tar.add("../\u{1b}[2J\nError: all is well", cifarRecords(4))
    try folder.write(gzip(tar.bytes), as: "a.tar.gz")
    let outcome = try Command.run(["train", "-i", "a.tar.gz"], in: folder)
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(!outcome.errors.contains("\u{1b}"))
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }

  @Test func archiveThatEndsEarlyIsRefused() throws {
    let folder = try TemporaryFolder()
    var tar = TarBuilder()
    tar.add("cifar-10-batches-bin/data_batch_1.bin", cifarRecords(4))
    try folder.write(gzip(Array(tar.bytes.prefix(5000))), as: "a.tar.gz")
    try folder.write(gzip(tar.bytes).dropLast(8000), as: "b.tar.gz")
    for name in ["a.tar.gz", "b.tar.gz"] {
      try expectProblem(["train", "-i", name, "-b", "1"], in: folder, naming: name, saying: [])
    }
  }

  @Test func archiveWithoutRecordsIsRefused() throws {
    let folder = try TemporaryFolder()
    var tar = TarBuilder()
    tar.add("readme.txt", Array("text".utf8))
    try folder.write(gzip(tar.bytes), as: "a.tar.gz")
    try expectProblem(
      ["train", "-i", "a.tar.gz"],
      in: folder,
      naming: "a.tar.gz",
      saying: ["holds no images", "PNG or JPEG", "data_batch_*.bin"]
    )
  }

  @Test func bombsAreRefused() throws {
    let folder = try TemporaryFolder()
    var tar = TarBuilder()
    tar.add("cifar-10-batches-bin/data_batch_1.bin", [0], claimedSize: 60 << 20)
    try writeBomb(startingWith: tar.bytes, as: "a.tar.gz", in: folder)
    let header = Array(idxImages(0, claiming: [65_000, 32, 32]))
    try writeBomb(startingWith: header, as: "b.gz", in: folder)
    for name in ["a.tar.gz", "b.gz"] {
      try expectProblem(["train", "-i", name], in: folder, naming: name, saying: ["expand"])
    }
  }
}
