import Archives
import Datasets
import FileTestSupport
import Testing

@Suite struct CIFAR10Tests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func readsTheArchive() throws {
    let path = try folder.write(gzip(cifarArchive(of: 7).bytes), as: "cifar-10-binary.tar.gz")
    let training = try CIFAR10.read(path)
    #expect(training.count == 35)
    #expect(training.shape == ImageShape(height: 32, width: 32, channels: 3))
    #expect(training.labels == (0..<35).map { $0 % 10 })
    #expect(training.pixels == cifarPixels(0..<35))
    #expect(try CIFAR10.read(path, split: .test).pixels == cifarPixels(100..<103))
  }

  @Test func readsFoldersAndFiles() throws {
    try folder.write(cifarRecords(0..<2), as: "c/data_batch_1.bin")
    try folder.write(cifarRecords(2..<5), as: "c/data_batch_2.bin")
    try folder.write(cifarRecords(5..<6), as: "c/test_batch.bin")
    try folder.write([1], as: "c/.data_batch_0.bin")
    #expect(try CIFAR10.read(folder("c")).pixels == cifarPixels(0..<5))
    #expect(try CIFAR10.read(folder("c"), split: .test).pixels == cifarPixels(5..<6))
    #expect(try CIFAR10.read(folder("c/data_batch_2.bin")).pixels == cifarPixels(2..<5))
  }

  @Test(arguments: [0, 1, 3072, 3074, 6145])
  func refusesOtherSizes(_ count: Int) throws {
    let path = try folder.write([UInt8](repeating: 0, count: count), as: "data_batch_1.bin")
    #expect(problem { _ = try CIFAR10.read(path) }?.found == "holds \(count) bytes")
    #expect(problem { _ = try CIFAR10.read(folder.path) }?.found == "holds \(count) bytes")
  }

  @Test func refusesOtherLabels() throws {
    var records = cifarRecords(0..<3)
    records[3073] = 10
    let path = try folder.write(records, as: "a.bin")
    #expect(problem { _ = try CIFAR10.read(path) }?.found == "has the label 10 in record 1")
  }

  @Test func refusesWhatHoldsNone() throws {
    try folder.write(Array("text".utf8), as: "readme.txt")
    let found = problem { _ = try CIFAR10.read(folder.path) }
    #expect(found?.found == "holds no records of the training split")
    var tar = TarBuilder()
    tar.add("a.txt", [1])
    let path = try folder.write(tar.bytes, as: "a.tar")
    #expect(problem { _ = try CIFAR10.read(path) }?.found == found?.found)
    #expect(problem { _ = try CIFAR10.read(folder("none.bin")) }?.expected == "a readable file")
  }

  @Test func refusesHostileArchives() throws {
    var tar = cifarArchive(of: 1)
    tar.add("../data_batch_6.bin", cifarRecords(0..<1))
    let path = try folder.write(gzip(tar.bytes), as: "a.tar.gz")
    #expect(problem { _ = try CIFAR10.read(path) }?.expected == "paths inside the archive")
    let whole = gzip(cifarArchive(of: 1).bytes)
    for count in stride(from: 0, to: whole.count - 1100, by: 97) {
      let path = try folder.write(Array(whole.prefix(count)), as: "a.tar.gz")
      #expect(problem { _ = try CIFAR10.read(path) } != nil, "\(count) bytes")
    }
    let limits = ReadLimits(totalBytes: 10_000)
    try folder.write(whole, as: "a.tar.gz")
    #expect(problem { _ = try CIFAR10.read(path, limits: limits) } != nil)
  }
}
