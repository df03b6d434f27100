import FileTestSupport
import Foundation
import Testing

/// `forger train --dataset` with what holds no images, or damaged ones.
@Suite struct BadDataTests {
  /// A file that is no dataset, and what the command has to say about it.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let file: String
    let bytes: [UInt8]
    let words: [String]
    /// What is given as the dataset: the file, or the folder that it is in.
    var dataset: String
    /// The path that the message starts with.
    var blamed: String

    init(_ what: String, _ file: String, _ bytes: [UInt8], _ words: String...) {
      (testDescription, self.file, self.bytes, self.words) = (what, file, bytes, words)
      (dataset, blamed) = (file, file)
    }

    /// The same with the file's folder as the dataset.
    func inFolder(blaming path: String) -> Case {
      var copy = self
      copy.dataset = String(file.prefix { $0 != "/" })
      copy.blamed = path
      return copy
    }
  }

  static let cases = [
    Case("empty file", "a", [], "is empty"),
    Case("text", "a.txt", Array("Not a picture.\n".utf8), "starts like nothing that holds images"),
    Case("empty zip", "a.zip", ZipBuilder().bytes, "cannot be read", "a zip archive"),
    Case("zip without images", "a.zip", zip(png(), named: "a.gif"), "no images", "PNG or JPEG"),
    Case("zip ends early", "a.zip", zip(png()).dropLast(50)),
    Case("zip that lies", "a.zip", zip(png(), claimedSize: 1 << 31)),
    Case("zip of damaged images", "a.zip", zip(Array("text".utf8)), "1 unreadable", "a.zip/a.png"),
    // IDX.
    Case("header ends early", "a", Array(idxImages(4).prefix(10)), "10 bytes", "at least the 16"),
    Case("images end early", "a", idxImages(4).dropLast(), "4095 bytes", "4096", "4 images"),
    Case("images go on", "a", idxImages(4) + [0], "more bytes", "4096", "4 images"),
    Case("floats", "a", [0, 0, 13] + idxImages(4).dropFirst(3), "starts like nothing"),
    Case("labels alone", "a", idxLabels(40), "starts like nothing"),
    Case(
      "labels for images",
      "a/train-images-idx3-ubyte",
      idxLabels(40),
      "0 0 8 1",
      "0 0 8 3"
    ).inFolder(blaming: "a/train-images-idx3-ubyte"),
    Case("no images", "a", idxImages(0), "claims 0 images", "at least one"),
    Case(
      "a million images",
      "a",
      idxImages(4, claiming: [1_000_000, 28, 28]),
      "4096 bytes",
      "784000000"
    ),
    Case(
      "2³¹ images",
      "a",
      idxImages(4, claiming: [1 << 31, 28, 28]),
      "claims 2147483648 images of 28×28",
      "at most 4294967296 bytes"
    ),
    Case(
      "endless images",
      "a",
      idxImages(1, claiming: [.max, .max, .max]),
      "claims 4294967295 images of 4294967295×4294967295",
      "1 to 16384 pixels"
    ),
    Case(
      "2³¹ images of any size",
      "a",
      idxImages(1, claiming: [1 << 31, 16384, 16384]),
      "2147483648 images of 16384×16384"
    ),
    Case("damaged gzip", "a.gz", [0x1f, 0x8b, 8, 0] + idxImages(4)),
    Case("gzip ends early", "a.gz", gzip(idxImages(4)).dropLast(1000)),
    // CIFAR-10.
    Case("no records", "a.bin", [], "a.bin"),
    Case("half a record", "a.bin", cifarRecords(3).dropLast(1000), "8219 bytes", "3073"),
    Case("wrong label", "a.bin", [10] + cifarRecords(4).dropFirst(), "10", "0"),
    // Images.
    Case("PNG ends early", "a.png", png().dropLast(100)),
    Case("PNG ends in its header", "a.png", Array(png().prefix(20))),
    Case("PNG of no pixels", "a.png", png(claimingHeight: 0, width: 32)),
    Case("endless PNG", "a.png", png(claimingHeight: 1 << 31 - 1, width: 1 << 31 - 1)),
    Case("large PNG", "a.png", png(claimingHeight: 100_000, width: 100_000), "100000"),
    Case("text called PNG", "a/b.png", Array("Not a picture.\n".utf8), "a/b.png").inFolder(
      blaming: "a"
    ),
    Case("nothing called PNG", "a/b.png", [], "a/b.png").inFolder(blaming: "a"),
    Case("endless PNG in a folder", "a/b.png", png(claimingHeight: 1 << 30, width: 9), "a/b.png")
      .inFolder(blaming: "a"),
  ]

  @Test(arguments: cases)
  func isRefused(_ bad: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write(bad.bytes, as: bad.file)
    try expectProblem(
      ["train", "--dataset", bad.dataset, "-b", "1", "--threads", "1"],
      in: folder,
      naming: bad.blamed,
      saying: bad.words
    )
  }

  @Test func missingIsRefused() throws {
    let folder = try TemporaryFolder()
    try expectProblem(
      ["train", "-i", "nowhere"],
      in: folder,
      naming: "nowhere",
      saying: ["neither a known dataset nor a path that exists", "cifar10, mnist, fashion-mnist"]
    )
    try expectProblem(
      ["train"],
      in: folder,
      naming: "cifar10",
      saying: ["is not in", "cifar-10-binary.tar.gz", "forger datasets fetch cifar10"]
    )
  }

  @Test func folderWithoutImagesIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("text".utf8), as: "texts/a.txt")
    try FileManager.default.createDirectory(
      atPath: folder("empty"),
      withIntermediateDirectories: false
    )
    for name in ["texts", "empty"] {
      try expectProblem(
        ["train", "-i", name],
        in: folder,
        naming: name,
        saying: ["holds no images", ".png"]
      )
    }
  }

  @Test func labelsThatDoNotFitAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(idxImages(4), as: "a/train-images-idx3-ubyte")
    try folder.write(idxLabels(3), as: "a/train-labels-idx1-ubyte")
    try expectProblem(
      ["train", "-i", "a"],
      in: folder,
      naming: "a/train-labels-idx1-ubyte",
      saying: ["3 labels", "expected 4"]
    )
  }

  @Test func fewerImagesThanABatchAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(3), as: "three.bin")
    try expectProblem(
      ["train", "-i", "three.bin", "-b", "4", "--channels", "8"],
      in: folder,
      naming: "three.bin",
      saying: ["holds 3 images", "at least one batch of 4"]
    )
  }

  @Test func devicesAndPipesAreRefused() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    for path in ["pipe", "/dev/zero", "/dev/null"] {
      try expectProblem(
        ["train", "-i", path],
        in: folder,
        naming: path,
        saying: ["device or pipe"]
      )
    }
  }

  /// A zip archive of one entry.
  private static func zip(
    _ bytes: [UInt8],
    named name: String = "a.png",
    claimedSize: UInt32? = nil
  ) -> [UInt8] {
    var zip = ZipBuilder()
    zip.add(name, bytes, claimedSize: claimedSize)
    return zip.bytes
  }
}
