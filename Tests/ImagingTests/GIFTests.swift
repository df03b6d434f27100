import Archives
import CGIF
import FileTestSupport
import Foundation
import Imaging
import Testing

/// An animation as giflib reads it.
private struct Animation {
  var frames: [Image] = []
  var hundredths: [Int] = []
  var repeatsForever = false

  init(_ path: String) throws {
    let file = try #require(DGifOpenFileName(path, nil))
    defer { DGifCloseFile(file, nil) }
    #expect(DGifSlurp(file) == GIF_OK)
    let map = try #require(file.pointee.SColorMap)
    for index in 0..<file.pointee.ImageCount {
      let saved = file.pointee.SavedImages[Int(index)]
      #expect(saved.ImageDesc.ColorMap == nil, "frame \(index) has a palette of its own")
      let (height, width) = (Int(saved.ImageDesc.Height), Int(saved.ImageDesc.Width))
      let pixels = (0..<height * width).flatMap { pixel in
        let color = map.pointee.Colors[Int(saved.RasterBits[pixel])]
        return [color.Red, color.Green, color.Blue]
      }
      frames.append(Image(height: height, width: width, channels: 3, pixels: pixels))
      var control = GraphicsControlBlock()
      #expect(DGifSavedExtensionToGCB(file, index, &control) == GIF_OK)
      hundredths.append(Int(control.DelayTime))
      for block in 0..<Int(saved.ExtensionBlockCount) {
        let extent = saved.ExtensionBlocks[block]
        let bytes = UnsafeBufferPointer(start: extent.Bytes, count: Int(extent.ByteCount))
        if bytes.elementsEqual([1, 0, 0]) { repeatsForever = true }
      }
    }
  }
}

@Suite struct GIFTests {
  private func animation(
    _ frames: [Image],
    seconds: (Int) -> Double = { _ in 0.1 }
  ) throws -> Animation {
    let folder = try TemporaryFolder()
    try GIF.write(frames.count, to: folder("a.gif"), seconds: seconds) { frames[$0] }
    #expect(try folder.names() == ["a.gif"])
    return try Animation(folder("a.gif"))
  }

  @Test(arguments: [(1, 1), (1, 300), (300, 1), (17, 33)])
  func keepsAllGrays(_ height: Int, _ width: Int) throws {
    let frames = (0..<5).map { shift in
      image(height, width, 1) { row, column, _ in (7 * (row + column) + 50 * shift) & 255 }
    }
    let read = try animation(frames)
    #expect(read.frames == frames.map { $0.withChannels(3) })
    #expect(read.repeatsForever)
  }

  @Test func keepsGraysThatAreWrittenAsColors() throws {
    let gray = image(16, 16, 1) { row, column, _ in 16 * row + column }
    #expect(try animation([gray.withChannels(3)]).frames == [gray.withChannels(3)])
  }

  @Test func keepsFewColors() throws {
    let colors: [[Int]] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 200, 30], [9, 9, 9]]
    let frames = (0..<3).map { shift in
      image(9, 11, 3) { row, column, channel in colors[(row + column + shift) % 5][channel] }
    }
    #expect(try animation(frames).frames == frames)
    let single = image(2, 2, 3) { _, _, channel in 60 * channel }
    #expect(try animation([single]).frames == [single])
  }

  /// A smooth image of all colors: 256 of them cannot come nearer than a few steps.
  @Test func comesNearManyColors() throws {
    let frames = (0..<4).map { shift in
      image(64, 64, 3) { row, column, channel in
        channel == 0 ? 4 * row : channel == 1 ? 4 * column : 2 * (row + column) / (shift + 1)
      }
    }
    let read = try animation(frames)
    var (squares, count, worst) = (0.0, 0.0, 0)
    for (frame, original) in zip(read.frames, frames) {
      for (value, wanted) in zip(frame.pixels, original.pixels) {
        let difference = abs(Int(value) - Int(wanted))
        (squares, count) = (squares + Double(difference * difference), count + 1)
        worst = max(worst, difference)
      }
    }
    // 256 equal boxes of the 256³ colors have sides of 40, and a root mean square of 12.
    #expect((squares / count).squareRoot() < 12)
    #expect(worst < 60)
  }

  @Test func mixesGrayAndColor() throws {
    let gray = image(4, 4, 1) { row, _, _ in 60 * row }
    let color = image(4, 4, 3) { row, _, channel in channel == 0 ? 60 * row : 0 }
    #expect(try animation([gray, color]).frames == [gray.withChannels(3), color])
  }

  @Test func showsFramesForTheirTime() throws {
    let frames = [UInt8](0..<4).map { Image(height: 1, width: 1, channels: 1, filledWith: $0) }
    let times = [0.1, 2, 0, 10_000]
    #expect(try animation(frames, seconds: { times[$0] }).hundredths == [10, 200, 2, 65_500])
  }

  @Test func equalFramesGiveEqualBytes() throws {
    let folder = try TemporaryFolder()
    let frame = image(50, 60, 3) { row, column, channel in row * column * (channel + 1) & 255 }
    for name in ["a.gif", "b.gif"] {
      try GIF.write(2, to: folder(name), seconds: { _ in 0.1 }) { _ in frame }
    }
    let files = try ["a.gif", "b.gif"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder($0)))
    }
    #expect(files[0] == files[1])
  }

  @Test func refusesWhatItCannotWrite() throws {
    let folder = try TemporaryFolder()
    let wide = Image(height: 1, width: 65_536, channels: 1, filledWith: 0)
    let size = problem {
      try GIF.write(1, to: folder("a.gif"), seconds: { _ in 1 }) { _ in wide }
    }
    #expect(size?.found == "would be an animation of 1×65536 pixels")
    let dot = Image(height: 1, width: 1, channels: 1, filledWith: 0)
    let place = problem {
      try GIF.write(1, to: folder("b/a.gif"), seconds: { _ in 1 }) { _ in dot }
    }
    #expect(place?.path == folder("b/a.gif"))
    // A frame that is missing leaves nothing behind.
    let lack = problem {
      try GIF.write(2, to: folder("a.gif"), seconds: { _ in 1 }) { index in
        if index == 1 { throw FileProblem("frame", found: "is missing", expected: "a frame") }
        return dot
      }
    }
    #expect(lack?.path == "frame")
    #expect(try folder.names() == [])
  }
}
