import Archives
import Datasets
import FileTestSupport
import Foundation
import Imaging
import Testing

private func fixture(_ name: String) -> String {
  Bundle.module.bundlePath + "/Fixtures/" + name
}

/// An image of one value as a PNG file.
private func png(_ value: UInt8) -> [UInt8] {
  PNG.encode(Image(height: 4, width: 6, channels: 1, filledWith: value))
}

@Suite struct ImageArchiveTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Python's own modules packed these.
  @Test(arguments: ["pictures.tar", "pictures.tar.gz", "pictures.zip"], [0, 1 << 20])
  func readsWhatPythonPacked(_ name: String, _ cacheBytes: Int) throws {
    let dataset = try Datasets.open(fixture(name), cacheBytes: cacheBytes)
    #expect(dataset.count == 3)
    #expect(dataset.shape == ImageShape(height: 4, width: 6, channels: 1))
    #expect(dataset.classNames == ["cats", "dogs"])
    #expect(dataset.labels == [0, 0, 1])
    #expect(try [2, 0, 1, 0].map { try dataset.image(at: $0)[0] } == [30, 10, 20, 10])
    #expect(
      dataset.findings == [
        "size 4×6", "2 gray PNG, 1 gray JPEG", "2 classes by folder: cats, dogs",
        "1 .webp skipped: only PNG and JPEG can be read",
      ]
    )
  }

  @Test func laterEntriesReplaceEarlierOnes() throws {
    var tar = TarBuilder()
    tar.add("b.png", png(1))
    tar.add("./a.png", png(2))
    tar.add("b.png", png(3))
    let dataset = try Datasets.open(folder.write(tar.bytes, as: "a.tar"))
    #expect(try allPixels(dataset) == [2, 3].flatMap { [UInt8](repeating: $0, count: 24) })
  }

  @Test func problemsNameTheEntry() throws {
    var tar = TarBuilder()
    for name in ["a", "b"] { tar.add("\(name).png", png(5)) }
    tar.add("cats/bad.png", Array("text".utf8))
    tar.add("cut.png", png(7).dropLast(20))
    let path = try folder.write(tar.bytes, as: "a.tar")
    let dataset = try Datasets.open(path)
    #expect(dataset.count == 3)
    let line = "1 unreadable, skipped: \(path)/cats/bad.png is not in a recognized"
    #expect(dataset.findings.last?.hasPrefix(line) == true)
    #expect(try dataset.image(at: 2)[0] == 5)
    #expect(dataset.takeDamages().map(\.path) == [path + "/cut.png"])
  }

  @Test(arguments: ["../a.png", "/tmp/a.png", "a/../../b.png"])
  func pathsThatLeaveTheArchiveAreRefused(_ name: String) throws {
    var tar = TarBuilder()
    tar.add(name, png(1))
    var zip = ZipBuilder()
    zip.add(name, png(1))
    for path in try [folder.write(tar.bytes, as: "a.tar"), folder.write(zip.bytes, as: "a.zip")] {
      let found = problem { _ = try Datasets.open(path) }
      #expect(found?.path == path)
      #expect(
        found?.found.contains("leads out of the archive") == true,
        "\(String(describing: found))"
      )
    }
  }

  @Test func archivesWithoutImagesAreRefused() throws {
    for (name, bytes) in [
      "empty.zip": ZipBuilder().bytes, "empty.tar": TarBuilder().bytes,
    ] {
      let path = try folder.write(bytes, as: name)
      #expect(problem { _ = try Datasets.open(path) }?.path == path)
    }
    var zip = ZipBuilder()
    zip.add("readme.txt", Array("text".utf8))
    zip.add("a/.hidden.png", png(1))
    let path = try folder.write(zip.bytes, as: "a.zip")
    #expect(problem { _ = try Datasets.open(path) }?.found == "holds no images")
  }

  @Test(arguments: ["pictures.tar", "pictures.tar.gz", "pictures.zip"])
  func everyTruncationIsRefusedOrHarmless(_ name: String) throws {
    let whole = try InputFile.read(fixture(name), limit: 1 << 20)
    for count in stride(from: 0, to: whole.count, by: 97) {
      let path = try folder.write(Array(whole.prefix(count)), as: "cut")
      let found = problem {
        let count = try Datasets.open(path).count
        #expect(count <= 3)
      }
      #expect(found == nil || found?.path == path)
    }
  }

  @Test(arguments: ["pictures.tar", "pictures.tar.gz", "pictures.zip"])
  func survivesDamage(_ name: String) throws {
    let whole = try InputFile.read(fixture(name), limit: 1 << 20)
    for damaged in Mutations(of: whole, count: 400) {
      let path = try folder.write(damaged, as: "damaged")
      let found = problem {
        let dataset = try Datasets.open(path)
        #expect(dataset.count <= 6)
        _ = try allPixels(dataset)
      }
      #expect(found == nil || found?.path.hasPrefix(path) == true)
    }
  }

  @Test func bombsAndFalseClaimsAreRefused() throws {
    // Skipped files have to be expanded all the same.
    let limits = ReadLimits(totalBytes: 1 << 20, entries: 5, expansion: 20)
    var tar = TarBuilder()
    tar.add("zeros.bin", [UInt8](repeating: 0, count: 2 << 20))
    tar.add("a.png", png(1))
    let path = try folder.write(gzip(tar.bytes), as: "a.tar.gz")
    let found = problem {
      _ = try ImageCollection(archive: path, format: .tar, archiveLimits: limits)
    }
    #expect(found?.found.contains("expands from") == true)
    var zip = ZipBuilder()
    zip.add("a.png", png(1), claimedSize: .max)
    let lying = try folder.write(zip.bytes, as: "a.zip")
    #expect(problem { _ = try Datasets.open(lying) }?.path.hasPrefix(lying) == true)
    var many = ZipBuilder()
    for number in 0..<6 { many.add("\(number).png", png(1)) }
    let crowded = try folder.write(many.bytes, as: "b.zip")
    let tooMany = problem {
      _ = try ImageCollection(archive: crowded, format: .zip, archiveLimits: limits)
    }
    #expect(tooMany?.found == "holds more than 5 entries")
  }

  @Test func imagesBeyondTheLimitAreUnreadable() throws {
    var tar = TarBuilder()
    tar.add("a.png", png(1))
    tar.add("b.png", png(2) + [UInt8](repeating: 0, count: 1000))
    let path = try folder.write(tar.bytes, as: "a.tar")
    let limits = ImageLimits(fileBytes: 500)
    let dataset = try ImageCollection(archive: path, format: .tar, limits: limits)
    #expect(dataset.count == 1)
    #expect(dataset.findings.last?.contains("b.png holds 501 bytes") == true)
  }
}
