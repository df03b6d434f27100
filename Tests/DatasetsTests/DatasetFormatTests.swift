import Archives
import Datasets
import FileTestSupport
import Foundation
import Testing

/// Gray bars as a user's own files have them: "BARS", the number of images, and the width of each one's bar, which is
/// its class.
private struct BarsFormat: DatasetFormat {
  let summary = "files of bars"

  func recognizes(_ candidate: DatasetCandidate) -> Bool {
    candidate.start.starts(with: Array("BARS".utf8))
  }

  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    let bytes = FileManager.default.contents(atPath: path).map(Array.init) ?? []
    guard bytes.count > 5, bytes.count == 5 + Int(bytes[4]) else {
      throw FileProblem(path, found: "holds \(bytes.count) bytes", expected: "a bar for each image")
    }
    let widths = bytes.dropFirst(5).map(Int.init)
    return StoredDataset(
      name: path,
      shape: ImageShape(height: 1, width: 8, channels: 1),
      pixels: widths.flatMap { width in (0..<8).map { $0 < width ? 255 : 0 } },
      labels: widths
    )
  }
}

/// A format comes with one file and its registration, through what is public alone.
@Suite struct DatasetFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aFormatOfOnesOwnIsOpenedByContent() throws {
    let path = try folder.write(Array("BARS".utf8) + [3, 1, 8, 2], as: "some.data")
    let unknown = problem { _ = try Datasets.open(path) }
    #expect(unknown?.found == "is not in a recognized image format")
    try DatasetFormats.builtIn.adding([BarsFormat()]).run {
      let dataset = try Datasets.open(path)
      #expect(dataset.labels == [1, 8, 2])
      #expect(try dataset.image(at: 2) == [255, 255, 0, 0, 0, 0, 0, 0])
      #expect(try Datasets.openTestPart(of: path) == nil)
      let inspection = try DatasetInspection(of: path)
      #expect(inspection.classes.map(\.label) == [1, 2, 8])
    }
    #expect(problem { _ = try Datasets.open(path) } != nil)
  }

  @Test func othersAreOpenedAsBefore() throws {
    let images = try folder.write(idxImages(7, 2, 2), as: "train-images-idx3-ubyte")
    let count = try DatasetFormats.builtIn.adding([BarsFormat()]).run {
      try Datasets.open(images).count
    }
    #expect(count == 7)
  }

  @Test func messagesListTheFormat() throws {
    let text = try folder.write(Array("text".utf8), as: "text")
    let short = try folder.write(Array("BARS".utf8) + [3, 1], as: "short")
    try DatasetFormats.builtIn.adding([BarsFormat()]).run {
      let unknown = try #require(problem { _ = try Datasets.open(text) })
      #expect(unknown.expected.hasPrefix("files of bars; CIFAR-10's archive"))
      #expect(problem { _ = try Datasets.open(short) }?.found == "holds 6 bytes")
    }
  }

  /// A folder with MNIST's files in it and CIFAR-10's below it is MNIST's.
  @Test func idxImagesWinOverAFolderAroundCIFAR10() throws {
    try folder.write(idxImages(7, 2, 2), as: "both/train-images-idx3-ubyte")
    try folder.write(cifarRecords(0..<4), as: "both/cifar-10-batches-bin/data_batch_1.bin")
    #expect(try Datasets.open(folder("both")).count == 7)
    try folder.write(cifarRecords(0..<5), as: "both/data_batch_1.bin")
    #expect(try Datasets.open(folder("both")).count == 5)
  }
}
