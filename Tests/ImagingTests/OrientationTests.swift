import Archives
import FileTestSupport
import Imaging
import Testing

@Suite struct OrientationTests {
  @Test(arguments: ImageOrientation.allCases)
  func turnsAsPillowDoes(_ orientation: ImageOrientation) throws {
    let name = "orientation_\(orientation.rawValue).jpg"
    let isTurned = orientation.rawValue >= 5
    let header = try ImageFile.header(of: fixture(name))
    #expect(header.orientation == orientation)
    #expect((header.height, header.width) == (isTurned ? (24, 8) : (8, 24)))
    let decoded = try ImageFile.read(fixture(name))
    #expect((decoded.height, decoded.width) == (header.height, header.width))
    let expected = try InputFile.read(fixture(name + ".bytes"), limit: 1000)
    // Pillow's is another version of the same library, hence a difference of 1 at most.
    #expect(zip(decoded.pixels, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    #expect(decoded.pixels.count == expected.count)
  }

  @Test func turnsPNG() throws {
    let decoded = try ImageFile.read(fixture("orientation_6.png"))
    #expect(decoded == image(24, 8, 1) { row, column, _ in row * 8 + (7 - column) * 5 })
    #expect(try ImageFile.header(of: fixture("orientation_6.png")).orientation == .turnedRight)
  }

  /// Exif data of one tag in either order of bytes.
  private func exif(tag: UInt16 = 0x0112, kind: UInt16 = 3, value: UInt16 = 6) -> [UInt8] {
    [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1] + tag.bigEndianBytes + kind.bigEndianBytes
      + [0, 0, 0, 1] + value.bigEndianBytes + [0, 0, 0, 0, 0, 0]
  }

  @Test func understandsOneTagOnly() {
    #expect(ImageOrientation(exif: exif()) == .turnedRight)
    #expect(ImageOrientation(exif: [UInt8]([0x99] + exif()).dropFirst()) == .turnedRight)
    #expect(ImageOrientation(exif: exif(tag: 0x0113)) == .upright)
    #expect(ImageOrientation(exif: exif(kind: 4)) == .upright)
    for value in [0, 9, 0x600, .max] as [UInt16] {
      #expect(ImageOrientation(exif: exif(value: value)) == .upright)
    }
  }

  @Test func believesNoOffset() {
    let whole = exif()
    for count in 0..<20 { #expect(ImageOrientation(exif: whole.prefix(count)) == .upright) }
    for offset: UInt32 in [0, 7, 9, 26, 0x7fff_ffff, .max] {
      var bytes = whole
      bytes.replaceSubrange(4..<8, with: offset.bigEndianBytes)
      #expect(ImageOrientation(exif: bytes) == .upright)
    }
    var many = whole
    many.replaceSubrange(8..<12, with: [0xff, 0xff, 0, 1])
    #expect(ImageOrientation(exif: many) == .upright)
    for damaged in Mutations(of: whole, count: 2000) { _ = ImageOrientation(exif: damaged) }
  }

  @Test(arguments: ["orientation_6.jpg", "orientation_6.png"])
  func survivesDamage(_ name: String) throws {
    try expectDecodingSurvives(mutationsOf: name, count: 3000)
  }

  @Test(arguments: [
    ("bilevel.png", "gray PNG"), ("gray.png", "gray PNG"), ("gray16.png", "16-bit gray PNG"),
    ("gray_alpha.png", "gray+alpha PNG"), ("rgb.png", "RGB PNG"), ("rgb16.png", "16-bit RGB PNG"),
    ("interlaced.png", "RGB PNG"), ("rgba.png", "RGBA PNG"), ("palette.png", "palette PNG"),
    ("palette_transparent.png", "palette PNG"), ("gray.jpg", "gray JPEG"),
    ("progressive.jpg", "RGB JPEG"),
  ])
  func headersTellTheMode(_ name: String, _ mode: String) throws {
    let header = try ImageFile.header(of: fixture(name))
    #expect(header.mode.description == mode)
    #expect(header.orientation == .upright)
  }
}
