import Archives
import FileTestSupport
import Imaging
import Testing

/// A value seen through an opacity against white.
private func overWhite(_ value: UInt8, _ opacity: Int) -> Int {
  Int((Double(value) * Double(opacity) / 255 + 255 - Double(opacity)).rounded())
}

@Suite struct PNGTests {
  @Test(arguments: ["gray.png", "gray16.png"])
  func readsGray(_ name: String) throws {
    #expect(try ImageFile.read(fixture(name)) == grayPicture)
  }

  @Test(arguments: ["rgb.png", "rgb16.png", "interlaced.png"])
  func readsColor(_ name: String) throws {
    #expect(try ImageFile.read(fixture(name)) == colorPicture)
  }

  @Test func readsOneBitAPixel() throws {
    let expected = image(7, 10, 1) { row, column, _ in grayPicture[row, column] > 100 ? 255 : 0 }
    #expect(try ImageFile.read(fixture("bilevel.png")) == expected)
  }

  @Test(arguments: [("palette.png", [0, 255, 0]), ("palette_transparent.png", [255, 255, 255])])
  func readsPalettes(_ name: String, _ second: [Int]) throws {
    let palette = [[255, 0, 0], second, [0, 0, 255], [10, 20, 30]]
    let expected = image(7, 10, 3) { row, column, channel in
      palette[Int(grayPicture[row, column]) / 64][channel]
    }
    #expect(try ImageFile.read(fixture(name)) == expected)
  }

  @Test func composesOverWhite() throws {
    let color = image(7, 10, 3) { row, column, channel in
      overWhite(colorPicture[row, column, channel], opacity(row, column))
    }
    #expect(try ImageFile.read(fixture("rgba.png")) == color)
    let gray = image(7, 10, 1) { row, column, _ in
      overWhite(grayPicture[row, column], opacity(row, column))
    }
    #expect(try ImageFile.read(fixture("gray_alpha.png")) == gray)
  }

  @Test(arguments: [(1, 1, 1), (1, 1, 3), (7, 10, 1), (31, 33, 3), (320, 320, 3)])
  func readsWhatItWrote(_ height: Int, _ width: Int, _ channels: Int) throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(state: 3)
    let original = image(height, width, channels) { _, _, _ in
      Int.random(in: 0...255, using: &generator)
    }
    try PNG.write(original, to: folder("a.png"))
    #expect(try ImageFile.read(folder("a.png")) == original)
    #expect(PNG.encode(original) == PNG.encode(original))
    let header = try ImageFile.header(of: folder("a.png"))
    #expect((header.height, header.width, header.channels) == (height, width, channels))
  }

  @Test func refusesEveryTruncation() throws {
    for name in ["rgb.png", "interlaced.png", "palette.png"] {
      let whole = try InputFile.read(fixture(name), limit: 10_000)
      // The end chunk says nothing about the picture: without its last bytes it is whole.
      for count in 0..<whole.count - 12 {
        let bytes = Array(whole.prefix(count))
        #expect(problem { _ = try ImageFile.decode(bytes, path: name) }?.path == name, "\(count)")
      }
    }
  }

  @Test(arguments: ["rgb.png", "interlaced.png", "palette_transparent.png", "rgba.png"])
  func survivesDamage(_ name: String) throws {
    try expectDecodingSurvives(mutationsOf: name, count: 2000)
  }

  @Test(arguments: ["enormous.png", "too_many_pixels.png"])
  func refusesEnormousSizes(_ name: String) {
    let expected = "1 to 16384 a side and at most 67108864 in all"
    #expect(problem { _ = try ImageFile.read(fixture(name)) }?.expected == expected)
    #expect(problem { _ = try ImageFile.header(of: fixture(name)) }?.expected == expected)
  }
}
