import Archives
import Datasets
import FileTestSupport
import Testing

@Suite struct IDXTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    arguments: ["train-images-idx3-ubyte", "train-images.idx3-ubyte"],
    ["train-labels-idx1-ubyte", "train-labels.idx1-ubyte"]
  )
  func readsAllSpellings(_ images: String, _ labels: String) throws {
    for compressesImages in [false, true] {
      for compressesLabels in [false, true] {
        let folder = try TemporaryFolder()
        let imageName = images + (compressesImages ? ".gz" : "")
        let imageBytes = idxImages(5, 4, 3)
        let labelBytes = idxLabels(5)
        try folder.write(compressesImages ? gzip(imageBytes) : imageBytes, as: imageName)
        try folder.write(
          compressesLabels ? gzip(labelBytes) : labelBytes,
          as: labels + (compressesLabels ? ".gz" : "")
        )
        for path in [folder.path, folder(imageName)] {
          let dataset = try IDX.read(path)
          #expect(dataset.shape == ImageShape(height: 4, width: 3, channels: 1))
          #expect(dataset.pixels == idxPixels(5, 4, 3))
          #expect(dataset.labels == [0, 1, 2, 3, 4])
        }
      }
    }
  }

  @Test func readsTheTestPart() throws {
    try folder.write(idxImages(5, 2, 2), as: "train-images-idx3-ubyte")
    try folder.write(idxImages(3, 2, 2), as: "t10k-images-idx3-ubyte")
    #expect(try IDX.read(folder.path).count == 5)
    #expect(try IDX.read(folder.path, split: .test).count == 3)
    #expect(try IDX.read(folder.path).labels == nil)
  }

  @Test(arguments: [
    idxImages(0, 4, 4),
    idxImages(2, 4, 4, claiming: 3),
    idxImages(2, 4, 4, claiming: 1),
    idxImages(1, 4, 4, claiming: 0xffff_ffff),
    idxImages(0, 0xffff_ffff, 0xffff_ffff, claiming: 0xffff_ffff),
    idxImages(0, 16_384, 16_384, claiming: 0xffff_ffff),
    idxImages(1, 0, 4),
    idxLabels(100),
    [],
    [0, 0, 8, 3],
    [0x1f, 0x8b],
    [UInt8]("not an IDX file at all".utf8),
  ])
  func refusesWrongFiles(_ bytes: [UInt8]) throws {
    let path = try folder.write(bytes, as: "images")
    #expect(problem { _ = try IDX.read(path) }?.path == path)
    let compressed = try folder.write(gzip(bytes), as: "images.gz")
    #expect(problem { _ = try IDX.read(compressed) }?.path == compressed)
  }

  @Test(arguments: [idxLabels(4), idxLabels(6), idxLabels(5, claiming: 6), idxImages(5, 1, 1), []])
  func refusesWrongLabels(_ bytes: [UInt8]) throws {
    try folder.write(idxImages(5, 4, 3), as: "train-images-idx3-ubyte")
    let labels = try folder.write(bytes, as: "train-labels-idx1-ubyte")
    #expect(problem { _ = try IDX.read(folder.path) }?.path == labels)
  }

  @Test func survivesDamage() throws {
    for whole in [idxImages(5, 4, 3), gzip(idxImages(5, 4, 3))] {
      for damaged in Mutations(of: whole, count: 1500) {
        let path = try folder.write(damaged, as: "train-images-idx3-ubyte")
        let found = problem {
          let dataset = try IDX.read(path)
          #expect(dataset.pixels.count <= damaged.count)
        }
        #expect(found == nil || found?.path == path)
      }
    }
  }
}
