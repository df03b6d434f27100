import Archives
import FileTestSupport
import Imaging
import Testing

@Suite struct JPEGTests {
  /// Pillow decoded these: another version of the same library, hence a difference of 1 at most.
  @Test(arguments: ["gray.jpg", "color.jpg", "progressive.jpg"])
  func decodesAsPillowDoes(_ name: String) throws {
    let decoded = try ImageFile.read(fixture(name))
    let expected = try InputFile.read(fixture(name + ".bytes"), limit: 10_000)
    #expect((decoded.height, decoded.width) == (24, 40))
    #expect(decoded.pixels.count == expected.count)
    let differences = zip(decoded.pixels, expected).map { abs(Int($0) - Int($1)) }
    #expect(differences.max() ?? 0 <= 1)
    let header = try ImageFile.header(of: fixture(name))
    #expect((header.height, header.width, header.channels) == (24, 40, decoded.channels))
  }

  @Test func refusesFourChannels() {
    let found = problem { _ = try ImageFile.read(fixture("cmyk.jpg")) }
    #expect(found?.found == "is a JPEG image of 4 channels, such as CMYK")
    #expect(found?.expected == "a gray or color image")
  }

  @Test(arguments: ["gray.jpg", "color.jpg", "progressive.jpg"])
  func refusesEveryTruncation(_ name: String) throws {
    let whole = try InputFile.read(fixture(name), limit: 10_000)
    // Without its two bytes of end marker the picture is whole, and so it is before the last
    // bits of padding.
    for count in 0..<whole.count - 8 {
      let bytes = Array(whole.prefix(count))
      #expect(problem { _ = try ImageFile.decode(bytes, path: name) }?.path == name, "\(count)")
    }
  }

  @Test(arguments: ["gray.jpg", "color.jpg", "progressive.jpg", "cmyk.jpg"])
  func survivesDamage(_ name: String) throws {
    try expectDecodingSurvives(mutationsOf: name, count: 3000)
  }

  @Test func refusesOtherFiles() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write([], as: "empty.png")
    #expect(problem { _ = try ImageFile.read(empty) }?.found == "is empty")
    let text = try folder.write(Array("GIF89a, say".utf8), as: "text.png")
    #expect(problem { _ = try ImageFile.read(text) }?.expected == "a PNG or JPEG image")
    #expect(problem { _ = try ImageFile.read(folder.path) }?.found == "is a folder")
    let small = ImageLimits(fileBytes: 10)
    let found = problem { _ = try ImageFile.read(fixture("gray.jpg"), limits: small) }
    #expect(found?.expected == "at most 10 bytes")
  }
}
