import Archives
import FileTestSupport
import Testing

@Suite struct PackedFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func files(
    _ bytes: [UInt8],
    limits: ReadLimits = .data
  ) throws -> [String: [UInt8]] {
    var reader = try PackedFiles(
      folder.write(bytes, as: "a.tar"),
      format: .tar,
      limits: limits
    )
    var files: [String: [UInt8]] = [:]
    while let name = try reader.nextFile() { files[name] = try reader.read(upTo: .max) }
    return files
  }

  private func example() -> TarBuilder {
    var tar = TarBuilder()
    tar.add("data/", [], kind: .folder)
    tar.add("data/a.bin", Array(0..<200))
    tar.add("data/empty", [])
    tar.add("data/b.bin", [UInt8](repeating: 7, count: 1000))
    return tar
  }

  @Test func readsPlainAndCompressed() throws {
    let expected: [String: [UInt8]] = [
      "data/a.bin": Array(0..<200), "data/empty": [],
      "data/b.bin": [UInt8](repeating: 7, count: 1000),
    ]
    #expect(try files(example().bytes) == expected)
    #expect(try files(gzip(example().bytes)) == expected)
  }

  @Test func contentMayBePassedOver() throws {
    var reader = try PackedFiles(folder.write(example().bytes, as: "a.tar"), format: .tar)
    var names: [String] = []
    while let name = try reader.nextFile() { names.append(name) }
    #expect(names == ["data/a.bin", "data/empty", "data/b.bin"])
  }

  @Test(arguments: ["/etc/passwd", "../a", "data/../../a", "data/.."])
  func refusesPathsThatLeadOut(_ name: String) throws {
    for kind in TarBuilder.Kind.allCases {
      var tar = example()
      tar.add(name, [], kind: kind)
      let found = problem { _ = try files(tar.bytes) }
      #expect(found?.expected == "paths inside the archive", "\(kind)")
    }
  }

  @Test(arguments: [TarBuilder.Kind.hardLink, .symbolicLink, .device, .folder])
  func skipsWhatIsNotAFile(_ kind: TarBuilder.Kind) throws {
    var tar = TarBuilder()
    tar.add("link", [], kind: kind)
    tar.add("file", [1])
    #expect(try files(tar.bytes) == ["file": [1]])
  }

  @Test func refusesWhatIsNotAnArchive() throws {
    #expect(problem { _ = try files([]) } != nil)
    #expect(problem { _ = try files(Array(repeating: 0x41, count: 2000)) } != nil)
    #expect(problem { _ = try files(gzip(Array(repeating: 0x41, count: 2000))) } != nil)
  }

  @Test func refusesLyingSizes() throws {
    var tar = TarBuilder()
    tar.add("a", [1, 2, 3], claimedSize: 1 << 32)
    #expect(problem { _ = try files(tar.bytes) } != nil)
  }

  @Test func refusesMoreThanTheLimits() throws {
    #expect(problem { _ = try files(example().bytes, limits: ReadLimits(totalBytes: 1199)) } != nil)
    #expect(try files(example().bytes, limits: ReadLimits(totalBytes: 1200)).count == 3)
    #expect(problem { _ = try files(example().bytes, limits: ReadLimits(entries: 3)) } != nil)
  }

  @Test func survivesDamage() throws {
    for whole in [example().bytes, gzip(example().bytes)] {
      for damaged in Mutations(of: whole, count: 1500) {
        let found = problem {
          let files = try files(damaged)
          #expect(files.values.reduce(0) { $0 + $1.count } <= ReadLimits.freeBytes)
        }
        #expect(found == nil || found?.path == folder("a.tar"))
      }
    }
  }
}
