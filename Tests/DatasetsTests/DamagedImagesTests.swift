import Archives
import Datasets
import FileTestSupport
import Foundation
import Imaging
import Testing

/// Images whose headers are right and whose pixels are not.
@Suite struct DamagedImagesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes an image of one value, whole or cut behind its header.
  @discardableResult
  private func write(_ name: String, _ value: UInt8, isWhole: Bool = true) throws -> String {
    let bytes = PNG.encode(Image(height: 40, width: 40, channels: 3, filledWith: value))
    return try folder.write(isWhole ? bytes : bytes.dropLast(20), as: name)
  }

  private func values(_ dataset: some ImageDataset) throws -> [UInt8] {
    try (0..<dataset.count).map { try dataset.image(at: $0)[0] }
  }

  @Test(arguments: [0, 1 << 20])
  func theNextWholeImageTakesTheirPlace(_ cacheBytes: Int) throws {
    try write("0.png", 10)
    let first = try write("1.png", 11, isWhole: false)
    let second = try write("2.png", 12, isWhole: false)
    try write("3.png", 13)
    try write("4.png", 14)
    let dataset = try ImageCollection(folder: folder.path, cacheBytes: cacheBytes)
    #expect(dataset.count == 5)
    #expect(dataset.takeDamages() == [])
    #expect(try values(dataset) == [10, 13, 13, 13, 14])
    #expect(dataset.takeDamages().map(\.path) == [first, second])
    #expect(try values(dataset) == [10, 13, 13, 13, 14])
    #expect(dataset.takeDamages() == [], "each is told once")
    // Whatever is found out first, the outcome is the same.
    let other = try ImageCollection(folder: folder.path, cacheBytes: cacheBytes)
    #expect(try (0..<5).reversed().map { try other.image(at: $0)[0] } == [14, 13, 13, 13, 10])
  }

  @Test func theirClassStays() throws {
    try write("a/0.png", 10)
    try write("a/1.png", 11, isWhole: false)
    try write("b/0.png", 20)
    try write("b/1.png", 21)
    let dataset = try ImageCollection(folder: folder.path)
    #expect(try values(dataset) == [10, 10, 20, 21])
    #expect(dataset.labels == [0, 0, 1, 1])
  }

  @Test func allOfAClassMayNotBeDamaged() throws {
    let path = try write("a/0.png", 10, isWhole: false)
    for number in 0..<3 { try write("b/\(number).png", 20) }
    let dataset = try ImageCollection(folder: folder.path)
    #expect(problem { _ = try dataset.image(at: 0) }?.path == path)
    #expect(try dataset.image(at: 1)[0] == 20)
  }

  @Test func mostMustBeWhole() throws {
    for number in 0..<6 { try write("\(number).png", 10, isWhole: number >= 4) }
    let dataset = try ImageCollection(folder: folder.path)
    let found = problem { _ = try values(dataset) }
    #expect(found?.found == "holds 4 damaged of 6 images")
    #expect(found?.path == folder.path)
  }

  @Test func theOnlyImageMayNotBeDamaged() throws {
    let path = try write("a.png", 1, isWhole: false)
    let dataset = try ImageCollection(folder: folder.path)
    #expect(problem { _ = try dataset.image(at: 0) }?.path == path)
  }

  @Test func filesThatGoAwayAreNotReplaced() throws {
    for number in 0..<3 { try write("\(number).png", UInt8(number)) }
    let dataset = try ImageCollection(folder: folder.path, cacheBytes: 0)
    try FileManager.default.removeItem(atPath: folder("1.png"))
    let found = problem { _ = try dataset.image(at: 1) }
    #expect(found?.path == folder("1.png"))
    #expect(found?.found.hasPrefix("cannot be opened") == true)
    #expect(dataset.takeDamages() == [])
  }
}
