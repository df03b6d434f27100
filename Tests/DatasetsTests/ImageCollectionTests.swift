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

@Suite struct ImageCollectionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func readsNestedFoldersSortedByPath() throws {
    try folder.write(png(4, 4, 3, 30), as: "b.png")
    try folder.write(png(4, 4, 3, 10), as: "a/z.PNG")
    try folder.write(png(4, 4, 3, 20), as: "a/zz/a.jpeg")
    try folder.write(png(4, 4, 3, 99), as: ".hidden/a.png")
    try folder.write(png(4, 4, 3, 99), as: "a/.hidden.png")
    try folder.write(Array("text".utf8), as: "readme.txt")
    let dataset = try ImageCollection(folder: folder.path)
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
    #expect(try ImageCollection(folder: folder.path).count == 2)
  }

  @Test func imagesOfOtherShapesAreFitted() throws {
    try folder.write(png(4, 4, 3, 10), as: "a.png")
    try folder.write(png(9, 20, 1, 20), as: "b.png")
    let dataset = try ImageCollection(folder: folder.path)
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
      let dataset = try ImageCollection(folder: folder.path, cacheBytes: cacheBytes)
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

  @Test func mostFilesMustBeReadable() throws {
    try folder.write(png(4, 4, 3, 10), as: "good.png")
    for index in 1...7 { try folder.write(Array("text".utf8), as: "bad\(index).png") }
    let found = problem { _ = try ImageCollection(folder: folder.path) }
    #expect(found?.found.hasPrefix("holds 7 unreadable of 8 images: ") == true)
    #expect(found?.found.contains("bad5.png is not in a recognized image format") == true)
    #expect(found?.found.hasSuffix("; and 2 more") == true)
  }

  @Test func someUnreadableFilesArePassedOver() throws {
    for value in 0..<8 { try folder.write(png(4, 4, 3, UInt8(value)), as: "\(value).png") }
    for index in 1...7 { try folder.write([], as: "bad\(index).png") }
    let dataset = try ImageCollection(folder: folder.path)
    #expect(dataset.count == 8)
    #expect(try (0..<8).map { try dataset.image(at: $0)[0] } == Array(0..<8))
    let line = dataset.findings.first { $0.contains("unreadable") }
    #expect(line?.hasPrefix("7 unreadable, skipped: \(folder("bad1.png")) is empty; ") == true)
    #expect(line?.hasSuffix("bad5.png is empty; and 2 more") == true)
  }

  @Test func emptyFoldersAreRefused() throws {
    try folder.write(Array("text".utf8), as: "readme.txt")
    #expect(problem { _ = try ImageCollection(folder: folder.path) }?.found == "holds no images")
    for name in ["a.gif", "b.GIF", "c.webp"] { try folder.write([], as: name) }
    let others = problem { _ = try ImageCollection(folder: folder.path) }
    #expect(others?.found == "holds no images but 2 .gif, 1 .webp")
    #expect(
      problem { _ = try ImageCollection(folder: folder("none")) }?.found == "cannot be listed"
    )
  }

  @Test func threadsMayReadTogether() async throws {
    for value in 0..<8 { try folder.write(png(4, 4, 1, UInt8(value)), as: "\(value).png") }
    let dataset = try ImageCollection(folder: folder.path, cacheBytes: 64)
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
