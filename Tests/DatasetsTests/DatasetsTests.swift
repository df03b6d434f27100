import Archives
import Datasets
import FileTestSupport
import Imaging
import Testing

@Suite struct DatasetsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func writeImage(_ name: String) throws {
    try folder.write(
      PNG.encode(Image(height: 2, width: 2, channels: 3, filledWith: 1)),
      as: name
    )
  }

  @Test func tellsKindsByContent() throws {
    try folder.write(gzip(cifarArchive(of: 1).bytes), as: "archive/cifar-10-binary.tar.gz")
    try folder.write(cifarArchive(of: 1).bytes, as: "download")
    try folder.write(cifarRecords(0..<4), as: "records/data_batch_1.bin")
    try folder.write(cifarRecords(0..<6), as: "around/cifar-10-batches-bin/data_batch_1.bin")
    try folder.write(gzip(idxImages(7, 2, 2)), as: "idx/train-images-idx3-ubyte.gz")
    try writeImage("images/a.png")
    let counts = [
      "archive": 5, "archive/cifar-10-binary.tar.gz": 5, "download": 5, "records": 4,
      "records/data_batch_1.bin": 4, "around": 6, "idx": 7, "idx/train-images-idx3-ubyte.gz": 7,
      "images": 1, "images/a.png": 1,
    ]
    for (name, count) in counts {
      #expect(try Datasets.open(folder(name)).count == count, "\(name)")
    }
  }

  @Test func refusesOtherFiles() throws {
    for (name, bytes) in ["text": Array("text".utf8), "empty": [], "gzip": gzip([1, 2, 3])] {
      let path = try folder.write(bytes, as: name)
      #expect(problem { _ = try Datasets.open(path) }?.path == path)
    }
    let found = problem { _ = try Datasets.open("cifar11") }
    #expect(found?.found == "is neither a known dataset nor a path that exists")
    #expect(found?.expected == "one of cifar10, mnist, fashion-mnist, or a path to images")
  }

  @Test func looksInTheUsualPlaces() {
    let full = DatasetCatalog(environment: [
      "FORGER_DATA": "/own", "HOME": "/home/me", "XDG_DATA_HOME": "/share",
      "XDG_CACHE_HOME": "/cache",
    ])
    #expect(full.places == ["/own", "/share/forger", "/cache/forger", "/usr/share/datasets"])
    #expect(full.cache == "/cache/forger")
    let plain = DatasetCatalog(environment: ["HOME": "/home/me", "XDG_DATA_HOME": "relative"])
    #expect(
      plain.places == [
        "/home/me/.local/share/forger", "/home/me/.cache/forger", "/usr/share/datasets",
      ]
    )
    #expect(plain.cache == "/home/me/.cache/forger")
    #expect(DatasetCatalog(environment: [:]).places == ["/usr/share/datasets"])
    #expect(DatasetCatalog(environment: [:]).cache == nil)
  }

  @Test func opensByName() throws {
    try folder.write(cifarRecords(0..<4), as: "second/cifar-10-batches-bin/data_batch_1.bin")
    try folder.write(idxImages(7, 2, 2), as: "first/mnist/train-images-idx3-ubyte")
    try folder.write(idxImages(8, 2, 2), as: "second/mnist/train-images-idx3-ubyte")
    let catalog = DatasetCatalog(places: [folder("first"), folder("second")])
    #expect(try Datasets.open("cifar10", in: catalog).count == 4)
    #expect(try Datasets.open("mnist", in: catalog).count == 7)
    let missing = problem { _ = try Datasets.open("fashion-mnist", in: catalog) }
    #expect(missing?.found == "is not in \(folder("first")), \(folder("second"))")
    #expect(missing?.expected.contains("apt install dataset-fashion-mnist") == true)
    let noTest = problem { _ = try Datasets.open("mnist", split: .test, in: catalog) }
    #expect(noTest?.found == "holds no IDX images of the test split")
  }
}
