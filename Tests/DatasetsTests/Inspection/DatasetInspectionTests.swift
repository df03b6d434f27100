import Archives
import Datasets
import FileTestSupport
import Imaging
import Testing

@Suite struct DatasetInspectionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func tellsPartsAndClasses() throws {
    try folder.write(idxImages(25, 4, 4), as: "mnist/train-images-idx3-ubyte")
    try folder.write(idxLabels(25), as: "mnist/train-labels-idx1-ubyte")
    try folder.write(idxImages(7, 4, 4), as: "mnist/t10k-images-idx3-ubyte")
    let catalog = DatasetCatalog(places: [folder.path])
    let found = try DatasetInspection(of: "mnist", in: catalog)
    #expect(found.name == "mnist")
    #expect(found.path == folder("mnist"))
    #expect(found.dataset.count == 25)
    #expect(found.testCount == 7)
    #expect(found.classes.map(\.label) == Array(0...9))
    #expect(found.classes.map(\.name) == (0...9).map(String.init))
    #expect(found.classes.map(\.count) == [3, 3, 3, 3, 3, 2, 2, 2, 2, 2])
    #expect(try DatasetInspection(of: folder("mnist")).classes.allSatisfy { $0.name == nil })
  }

  @Test func tellsOnlyWhatThereIs() throws {
    try folder.write(idxImages(5, 4, 4), as: "idx/train-images-idx3-ubyte")
    let idx = try DatasetInspection(of: folder("idx"))
    #expect(idx.testCount == nil)
    #expect(idx.classes == [])
    // A single file has no parts.
    #expect(try DatasetInspection(of: folder("idx/train-images-idx3-ubyte")).testCount == nil)
    try folder.write(cifarRecords(0..<4), as: "data.bin")
    #expect(try DatasetInspection(of: folder("data.bin")).testCount == nil)
    try folder.write(gzip(cifarArchive(of: 2).bytes), as: "archive.tar.gz")
    let archive = try DatasetInspection(of: folder("archive.tar.gz"))
    #expect(archive.dataset.count == 10)
    #expect(archive.testCount == 3)
  }

  @Test func damagedTestPartIsAProblem() throws {
    try folder.write(idxImages(5, 4, 4), as: "idx/train-images-idx3-ubyte")
    try folder.write(Array(idxImages(5, 4, 4).dropLast()), as: "idx/t10k-images-idx3-ubyte")
    let found = problem { _ = try DatasetInspection(of: folder("idx")) }
    #expect(found?.path == folder("idx/t10k-images-idx3-ubyte"))
    #expect(problem { _ = try DatasetInspection(of: folder("none")) }?.path == folder("none"))
  }

  @Test func gridIsOrderedByClass() throws {
    // The images are of one color each, which tells their class.
    let shape: [UInt8] = [0, 0, 8, 3] + [6, 2, 2].flatMap { UInt32($0).bigEndianBytes }
    let shades: [UInt8] = [30, 10, 20, 10, 20, 30]
    let pixels = shades.flatMap { [UInt8](repeating: $0, count: 4) }
    try folder.write(shape + pixels, as: "train-images-idx3-ubyte")
    let labels = [0, 0, 8, 1] + UInt32(6).bigEndianBytes + shades.map { $0 / 10 }
    try folder.write(labels, as: "train-labels-idx1-ubyte")
    let found = try DatasetInspection(of: folder.path)
    #expect(try found.writeGrid(rows: 3, columns: 2, to: folder("grid.png")) == 6)
    let grid = try ImageFile.read(folder("grid.png"))
    #expect(grid.height == 10 && grid.width == 7 && grid.channels == 1)
    let centers = [1, 4, 7].map { row in [1, 4].map { grid.pixels[row * 7 + $0] } }
    #expect(centers == [[10, 10], [20, 20], [30, 30]])
    // Fewer images than places make a smaller picture.
    #expect(try found.writeGrid(rows: 9, columns: 9, to: folder("all.png")) == 6)
    let all = try ImageFile.read(folder("all.png"))
    #expect(all.height == 4 && all.width == 19)
  }

  @Test func largeImagesAreShownSmaller() throws {
    let picture = Image(height: 300, width: 600, channels: 3, filledWith: 9)
    try folder.write(PNG.encode(picture), as: "pictures/a.png")
    let found = try DatasetInspection(of: folder("pictures"))
    #expect(try found.writeGrid(rows: 1, columns: 1, to: folder("grid.png")) == 1)
    let grid = try ImageFile.read(folder("grid.png"))
    #expect(grid.height == 66 && grid.width == 130)
  }

  @Test func classesOfFoldersHaveNames() throws {
    let bytes = PNG.encode(Image(height: 3, width: 2, channels: 1, filledWith: 1))
    for name in ["dogs/a.png", "cats/b.png", "cats/c.png"] { try folder.write(bytes, as: name) }
    let found = try DatasetInspection(of: folder.path)
    #expect(found.classes.map(\.name) == ["cats", "dogs"])
    #expect(found.classes.map(\.count) == [2, 1])
    let findings = found.dataset.findings.joined(separator: "\n") + "\n"
    #expect(findings.contains("size 3×2\n"))
    #expect(findings.contains("3 gray PNG\n"))
  }
}
