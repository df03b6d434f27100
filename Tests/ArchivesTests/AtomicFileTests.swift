import Archives
import FileTestSupport
import Foundation
import Testing

@Suite struct AtomicFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func writesBytesAndText() throws {
    try AtomicFile.write([1, 2, 3], to: folder("a"))
    try AtomicFile.write("größer", to: folder("b"))
    #expect(try InputFile.read(folder("a"), limit: 3) == [1, 2, 3])
    #expect(try InputFile.read(folder("b"), limit: 100) == Array("größer".utf8))
    #expect(try folder.names() == ["a", "b"])
  }

  @Test func replacesAnOlderFile() throws {
    try AtomicFile.write("a long old text", to: folder("a"))
    try AtomicFile.write("new", to: folder("a"))
    #expect(try InputFile.read(folder("a"), limit: 100) == Array("new".utf8))
  }

  @Test func anAbandonedFileLeavesNothing() throws {
    try AtomicFile.write("old", to: folder("a"))
    do {
      let file = try AtomicFile(folder("a"))
      [1, 2, 3].withUnsafeBytes { bytes in #expect(throws: Never.self) { try file.write(bytes) } }
      #expect(try folder.names().count == 2)
    }
    #expect(try folder.names() == ["a"])
    #expect(try InputFile.read(folder("a"), limit: 100) == Array("old".utf8))
  }

  @Test func aFailedRenameLeavesNothing() throws {
    let file = try AtomicFile(folder("a"))
    try FileManager.default.createDirectory(
      atPath: folder("a"),
      withIntermediateDirectories: false
    )
    var message: String?
    do { try file.commit() } catch { message = error.found }
    #expect(message == "cannot be renamed into place: Is a directory")
    #expect(try folder.names() == ["a"])
  }

  @Test func writesThroughLinks() throws {
    try AtomicFile.write("old", to: folder("a"))
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"),
      withDestinationPath: folder("a")
    )
    try AtomicFile.write("new", to: folder("link"))
    #expect(try InputFile.read(folder("a"), limit: 100) == Array("new".utf8))
    #expect(FileKind(at: folder("link"), followingLinks: false) == .link)
  }

  @Test func takesTheLongestNames() throws {
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write("text", to: folder(name))
    #expect(try folder.names() == [name])
  }

  @Test func refusesWhatIsNoFile() throws {
    #expect(problem { try AtomicFile.write("", to: folder.path) }?.found == "is a folder")
    #expect(problem { try AtomicFile.write("", to: "/dev/null") }?.found == "is a device or pipe")
    let missing = problem { try AtomicFile.write("", to: folder("none/a")) }
    #expect(missing?.expected == "a path in a folder that exists")
  }

  @Test func aFullDiskIsSaidToBeFull() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let bytes = [UInt8](repeating: 0, count: 10)
    let found = bytes.withUnsafeBytes { bytes in
      problem { try AtomicFile.write(bytes, to: full.fileDescriptor, path: "a") }
    }
    #expect(found?.found == "cannot be written: No space left on device")
    #expect(found?.expected == "a disk with space left")
  }
}
