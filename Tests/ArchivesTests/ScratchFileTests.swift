import Archives
import FileTestSupport
import Testing

@Suite struct ScratchFileTests {
  @Test func givesBackWhatWasWritten() async throws {
    let folder = try TemporaryFolder()
    let file = try ScratchFile(in: folder.path)
    #expect(try folder.names() == [], "it has no name")
    let pieces = (0..<50).map { piece in
      (0..<1000).map { UInt8(truncatingIfNeeded: piece &* 31 &+ $0) }
    }
    for (index, piece) in pieces.enumerated() { try file.write(piece, at: index * 1000) }
    await withTaskGroup(of: Bool.self) { group in
      for index in pieces.indices {
        group.addTask { (try? file.read(1000, at: index * 1000)) == pieces[index] }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(try file.read(100, at: 49_950) == Array(pieces[49].suffix(50)), "less at the end")
    #expect(try file.read(100, at: 1 << 40) == [])
  }

  @Test func needsAFolder() throws {
    let folder = try TemporaryFolder()
    let found = problem { _ = try ScratchFile(in: folder("nowhere")) }
    #expect(found?.path == folder("nowhere"))
    #expect(found?.expected.contains("TMPDIR") == true)
  }
}
