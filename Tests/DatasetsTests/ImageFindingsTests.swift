import Datasets
import FileTestSupport
import Imaging
import Randomness
import Testing

/// An image of one value as a PNG file.
private func png(_ height: Int, _ width: Int, _ channels: Int = 3, _ value: UInt8 = 1) -> [UInt8] {
  PNG.encode(Image(height: height, width: width, channels: channels, filledWith: value))
}

/// What scanning a folder tells, and the classes that its folders make.
@Suite struct ImageFindingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var dataset: ImageCollection {
    get throws { try ImageCollection(folder: folder.path) }
  }

  @Test func tellsSizesAndModes() throws {
    for name in ["b", "c", "d"] { try folder.write(png(5, 9), as: name + ".png") }
    #expect(try dataset.findings == ["size 5×9", "3 RGB PNG"])
    try folder.write(png(9, 4, 1), as: "e.png")
    try folder.write(png(20, 30), as: "f.png")
    try folder.write(Array("GIF".utf8), as: "g.gif")
    #expect(
      try dataset.findings == [
        "sizes from 9×4 to 20×30, most often 5×9 (60 %)", "4 RGB PNG, 1 gray PNG",
        "1 .gif skipped: only PNG and JPEG can be read",
      ]
    )
  }

  @Test func foldersAreClasses() throws {
    try folder.write(png(2, 2, 3, 1), as: "all/zebras/a.png")
    try folder.write(png(2, 2, 3, 2), as: "all/ants/red/b.png")
    try folder.write(png(2, 2, 3, 3), as: "all/ants/c.png")
    let dataset = try dataset
    #expect(dataset.classNames == ["ants", "zebras"])
    #expect(dataset.labels == [0, 0, 1])
    #expect(try allPixels(dataset).map(Int.init).reduce(0, +) == 12 * (1 + 2 + 3))
    let batch = try dataset.batch(of: [2, 0])
    #expect(batch.labels == [1, 0])
    #expect(batch.pixels.first == 1)
    #expect(dataset.findings.last == "2 classes by folder: ants, zebras")
    let adapted = dataset.adapted(to: ImageShape(height: 8, width: 8, channels: 1))
    #expect(adapted.classNames == ["ants", "zebras"])
    #expect(adapted.labels == [0, 0, 1])
  }

  @Test func imagesOutsideFoldersMakeNoClasses() throws {
    try folder.write(png(2, 2), as: "zebras/a.png")
    #expect(try dataset.labels == nil)
    try folder.write(png(2, 2), as: "ants/a.png")
    #expect(try dataset.labels == [0, 1])
    try folder.write(png(2, 2), as: "b.png")
    #expect(try dataset.labels == nil)
    #expect(try dataset.classNames == nil)
    let gap = "1 of 3 images are in none of the folders, such as b.png"
    #expect(try dataset.labelGap == gap)
    #expect(try dataset.findings.contains("no classes, since \(gap)"))
    let adapted = try dataset.adapted(to: ImageShape(height: 8, width: 8, channels: 1))
    #expect(adapted.labelGap == gap)
  }

  /// More than a byte can tell apart: labels are kept exactly, in batches, too.
  @Test func threeHundredFoldersAreAsManyClasses() throws {
    for number in 0..<300 {
      // The folders' names sort as their numbers, and each image's value tells its number.
      let pixels = [UInt8(number / 100), UInt8(number % 100), 7]
      let image = Image(height: 1, width: 1, channels: 3, pixels: pixels)
      for name in ["a.png", "b.png"] {
        try folder.write(PNG.encode(image), as: "\(1000 + number)/\(name)")
      }
    }
    let dataset = try dataset
    #expect(dataset.classCount == 300)
    #expect(dataset.labels == (0..<600).map { $0 / 2 })
    #expect(dataset.classNames == (1000..<1300).map(String.init))
    let batches = PrefetchedBatches(
      try ShuffledBatches(
        dataset,
        batchSize: 70,
        stream: RandomStream(seed: 1, purpose: "shuffling")
      ),
      threads: 2
    )
    var seen = Set<Int>()
    for _ in 0..<20 {
      let batch = try batches.next()
      let numbers = (0..<70).map { Int(batch.pixels[3 * $0]) * 100 + Int(batch.pixels[3 * $0 + 1]) }
      #expect(batch.labels == numbers)
      seen.formUnion(numbers)
    }
    #expect(seen.count == 300)
    let inspection = try DatasetInspection(of: folder.path)
    #expect(inspection.classes.map(\.label) == Array(0..<300))
    #expect(inspection.classes.allSatisfy { $0.count == 2 })
    #expect(inspection.classes.last?.name == "1299")
  }

  @Test func classesCountWithoutImages() throws {
    let shape = ImageShape(height: 1, width: 1, channels: 1)
    let labels = [0, 5, 2]
    let stored = StoredDataset(name: "a", shape: shape, pixels: [1, 2, 3], labels: labels)
    #expect(stored.classCount == 6)
    #expect(StoredDataset(name: "a", shape: shape, pixels: [1]).classCount == 0)
  }
}
