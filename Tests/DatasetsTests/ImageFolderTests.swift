import Archives
import Datasets
import FileTestSupport
import Foundation
import Imaging
import Testing

/// An image of one value as a PNG file.
private func png(_ height: Int, _ width: Int, _ channels: Int, _ value: UInt8) -> [UInt8] {
  PNG.encode(Image(height: height, width: width, channels: channels, filledWith: value))
}

@Suite struct ImageFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func readsNestedFoldersSortedByPath() throws {
    try folder.write(png(4, 4, 3, 30), as: "b.png")
    try folder.write(png(4, 4, 3, 10), as: "a/z.PNG")
    try folder.write(png(4, 4, 3, 20), as: "a/zz/a.jpeg")
    try folder.write(png(4, 4, 3, 99), as: ".hidden/a.png")
    try folder.write(png(4, 4, 3, 99), as: "a/.hidden.png")
    try folder.write(Array("text".utf8), as: "readme.txt")
    let dataset = try ImageFolder(folder.path)
    #expect(dataset.count == 3)
    #expect(dataset.shape == ImageShape(height: 4, width: 4, channels: 3))
    #expect(dataset.labels == nil)
    #expect(dataset.adaptation == nil)
    let values = try (0..<3).map { try dataset.image(at: $0) }
    #expect(values == [10, 20, 30].map { [UInt8](repeating: $0, count: 48) })
  }

  @Test func circlesOfLinksDoNoHarm() throws {
    try folder.write(png(4, 4, 3, 30), as: "a.png")
    try FileManager.default.createSymbolicLink(
      atPath: folder("circle"),
      withDestinationPath: folder.path
    )
    try FileManager.default.createSymbolicLink(
      atPath: folder("b.png"),
      withDestinationPath: folder("a.png")
    )
    #expect(try ImageFolder(folder.path).count == 2)
  }

  @Test func imagesOfOtherShapesAreFitted() throws {
    try folder.write(png(4, 4, 3, 10), as: "a.png")
    try folder.write(png(9, 20, 1, 20), as: "b.png")
    let dataset = try ImageFolder(folder.path)
    #expect(
      try allPixels(dataset) == [UInt8](repeating: 10, count: 48) + Array(repeating: 20, count: 48)
    )
    let sentence = "images of 2 different shapes cropped, resized or padded to 4×4×3"
    #expect(dataset.adaptation == sentence)
    let adapted = dataset.adapted(to: ImageShape(height: 2, width: 2, channels: 1))
    #expect(try allPixels(adapted) == [10, 10, 10, 10, 20, 20, 20, 20])
  }

  @Test func decodesWithAndWithoutRoomToKeep() throws {
    for value in 0..<5 { try folder.write(png(4, 4, 3, UInt8(value)), as: "\(value).png") }
    let expected = (0..<5).flatMap { [UInt8](repeating: UInt8($0), count: 48) }
    for cacheBytes in [0, 100, 1000] {
      let dataset = try ImageFolder(folder.path, cacheBytes: cacheBytes)
      for _ in 0..<3 { #expect(try allPixels(dataset) == expected) }
      // What is kept is not read again: with the files gone, just those images remain.
      for value in 0..<5 {
        try FileManager.default.moveItem(atPath: folder("\(value).png"), toPath: folder("\(value)"))
      }
      let kept = (0..<5).filter { index in problem { _ = try dataset.image(at: index) } == nil }
      #expect(kept.count == min(5, cacheBytes / 48))
      for value in 0..<5 {
        try FileManager.default.moveItem(atPath: folder("\(value)"), toPath: folder("\(value).png"))
      }
    }
  }

  @Test func unreadableFilesAreListed() throws {
    try folder.write(png(4, 4, 3, 10), as: "good.png")
    for index in 1...7 { try folder.write(Array("text".utf8), as: "bad\(index).png") }
    let found = problem { _ = try ImageFolder(folder.path) }
    #expect(found?.found.hasPrefix("holds 7 unreadable of 8 images: ") == true)
    #expect(found?.found.contains("bad5.png starts like no image that can be read") == true)
    #expect(found?.found.hasSuffix("; and 2 more") == true)
  }

  @Test func damageBehindTheHeaderIsReportedWhenItIsReached() throws {
    let whole = png(40, 40, 3, 10)
    let path = try folder.write(Array(whole.prefix(whole.count - 20)), as: "a.png")
    let dataset = try ImageFolder(folder.path)
    #expect(problem { _ = try dataset.image(at: 0) }?.path == path)
  }

  @Test func emptyFoldersAreRefused() throws {
    try folder.write(Array("text".utf8), as: "readme.txt")
    #expect(problem { _ = try ImageFolder(folder.path) }?.found == "holds no images")
    #expect(problem { _ = try ImageFolder(folder("none")) }?.found == "cannot be listed")
  }

  @Test func threadsMayReadTogether() async throws {
    for value in 0..<8 { try folder.write(png(4, 4, 1, UInt8(value)), as: "\(value).png") }
    let dataset = try ImageFolder(folder.path, cacheBytes: 64)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<200 {
        group.addTask {
          try dataset.image(at: task % 8) == [UInt8](repeating: UInt8(task % 8), count: 16)
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}
