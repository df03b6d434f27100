import Archives
import FileTestSupport
import Testing

@Suite struct ByteStreamTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func content(_ path: String, limits: ReadLimits = .data) throws -> [UInt8] {
    var stream = try ByteStream(path, limits: limits)
    return try stream.read(upTo: .max)
  }

  @Test(arguments: [0, 1, 5, 100_000, 1_000_000])
  func readsPlainAndCompressed(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    #expect(try content(folder.write(bytes, as: "plain")) == bytes)
    #expect(try content(folder.write(gzip(bytes), as: "gzip")) == bytes)
  }

  @Test func readsPieceByPiece() throws {
    var stream = try ByteStream(folder.write(gzip(Array(0..<10)), as: "a"))
    #expect(try stream.read(upTo: 4) == [0, 1, 2, 3])
    #expect(try stream.read(upTo: 0) == [])
    #expect(try stream.read(upTo: 100) == [4, 5, 6, 7, 8, 9])
    #expect(try stream.read(upTo: 1) == [])
  }

  @Test func refusesTruncation() throws {
    let whole = gzip(Array(0..<200))
    for count in 20..<whole.count {
      let path = try folder.write(Array(whole.prefix(count)), as: "a")
      #expect(problem { _ = try content(path) }?.path == path, "\(count) bytes")
    }
  }

  @Test func refusesBombs() throws {
    let bomb = fixture("zeros.gz")
    #expect(problem { _ = try content(bomb) }?.found.contains("more than 16777216") == true)
    #expect(try content(bomb, limits: ReadLimits()).count == 17 << 20)
    let small = try folder.write(gzip(Array(0..<200)), as: "a")
    #expect(problem { _ = try content(small, limits: ReadLimits(totalBytes: 199)) } != nil)
    #expect(try content(small, limits: ReadLimits(totalBytes: 200)).count == 200)
  }

  @Test func survivesDamage() throws {
    let whole = gzip((0..<400).map { UInt8(truncatingIfNeeded: $0) })
    for damaged in Mutations(of: whole, count: 2000) {
      let path = try folder.write(damaged, as: "a")
      let found = problem {
        let bytes = try content(path)
        #expect(bytes.count <= damaged.count)
      }
      #expect(found == nil || found?.path == path)
    }
  }
}
