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

  /// What killed writers left goes; a writer at work and other files stay.
  @Test func removesWhatKilledWritersLeft() throws {
    let gone = Int32.max  // More than any system gives to a process.
    let own = ProcessInfo.processInfo.processIdentifier
    let others = [
      ".a.\(own).0.partial", ".a.b.\(gone).0.partial", ".a.\(gone).partial",
      ".a.0.0.partial", ".a.-1.0.partial", "a.\(gone).0.partial", "b",
    ]
    for name in others + [".a.\(gone).0.partial", ".a.\(gone).7.partial"] {
      try AtomicFile.write("", to: folder(name))
    }
    AtomicFile.removeAbandoned(of: folder("a"))
    #expect(Set(try folder.names()) == Set(others))
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

  /// A character may have several bytes, of which a name has 255.
  @Test(arguments: ["å", "名", "👩‍👩‍👧"]) func takesLongNamesInAnyScript(_ character: String) throws {
    let name = String(repeating: character, count: 248 / character.utf8.count)
    try AtomicFile.write("text", to: folder(name))
    #expect(try folder.names() == [name])
  }

  @Test(arguments: [0o600, 0o640, 0o664, 0o755]) func keepsPermissions(_ mode: Int) throws {
    try AtomicFile.write("old", to: folder("a"))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder("a"))
    do {
      let file = try AtomicFile(folder("a"))
      // While it is written, too.
      let temporary = try #require(try folder.names().first { $0 != "a" })
      #expect(try permissions(of: temporary) == mode)
      try file.commit()
    }
    #expect(try permissions(of: "a") == mode)
  }

  private func permissions(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder(name))
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func writesWhatALinkPointsToBeforeItIsThere() throws {
    try FileManager.default.createDirectory(
      atPath: folder("far"),
      withIntermediateDirectories: false
    )
    for (name, destination) in [("link", "far/other"), ("far/other", "a")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder(name),
        withDestinationPath: destination
      )
    }
    try AtomicFile.write("new", to: folder("link"))
    #expect(try InputFile.read(folder("far/a"), limit: 100) == Array("new".utf8))
    #expect(FileKind(at: folder("link"), followingLinks: false) == .link)
    #expect(FileKind(at: folder("far/other"), followingLinks: false) == .link)
  }

  @Test func refusesLinksThatLeadNowhere() throws {
    for (name, destination) in [("a", "b"), ("b", "a"), ("c", "none/d")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder(name),
        withDestinationPath: destination
      )
    }
    #expect(
      problem { try AtomicFile.write("", to: folder("a")) }?.found == "is a link that leads nowhere"
    )
    #expect(problem { try AtomicFile.write("", to: folder("c")) }?.path == folder("c"))
    #expect(try folder.names() == ["a", "b", "c"])
  }

  @Test func refusesWhatIsNotAFile() throws {
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
