import Archives
import FileTestSupport
import Foundation
import Testing

@Suite struct LockFileTests {
  private let folder: TemporaryFolder
  private let busy = FileProblem("place", found: "is busy", expected: "patience")

  init() throws { folder = try TemporaryFolder() }

  private func take() throws(FileProblem) -> FileLock {
    try FileLock(file: folder("a.lock"), busy: busy)
  }

  @Test func keepsOthersOutAndGoes() throws {
    do {
      let lock = try take()
      #expect(problem { _ = try take() } == busy)
      #expect(lock.isInPlace)
      let note = try InputFile.read(folder("a.lock"), limit: 10_000)
      #expect(LockHolder(note) == LockHolder(.system))
      #expect(try folder.names() == ["a.lock"])
    }
    #expect(try folder.names() == [])
    _ = try take()
  }

  /// The system let go of it with the process.
  @Test func oneThatAKilledProcessLeftIsReplaced() throws {
    let holder = LockHolder(.system, host: "here", process: 1, start: "1", surroundings: "")
    try AtomicFile.write(holder.text, to: folder("a.lock"))
    do {
      let lock = try take()
      #expect(try LockHolder(InputFile.read(folder("a.lock"), limit: 10_000)) != holder)
      withExtendedLifetime(lock) {}
    }
    #expect(try folder.names() == [])
  }

  /// Where the file alone keeps others out, only a certain end of its process makes way.
  @Test func oneOfAFileSystemWithoutLocksIsBelieved() throws {
    let living = LockHolder(.file, host: "afar", process: 7, start: "1", surroundings: "there")
    try AtomicFile.write(living.text, to: folder("a.lock"))
    let found = problem { _ = try take() }
    #expect(found?.path == "place")
    #expect(
      found?.found == """
        is busy, or was by one that was killed: process 7 on 'afar', says \(folder("a.lock"))
        """
    )
    #expect(found?.expected == "patience; where that process has ended, remove the file")
    #expect(try LockHolder(InputFile.read(folder("a.lock"), limit: 10_000)) == living)
    #if os(Linux)
    let own = LockHolder(.file)
    let gone = LockHolder(
      .file,
      host: own.host,
      process: .max,
      start: own.start,
      surroundings: own.surroundings
    )
    try AtomicFile.write(gone.text, to: folder("a.lock"))
    _ = try take()
    #expect(try folder.names() == [])
    #endif
  }

  @Test(arguments: ["precious", "\n", "{\"pid\": 1}"]) func othersFilesStay(_ text: String) throws {
    try AtomicFile.write(text, to: folder("a.lock"))
    let found = problem { _ = try take() }
    #expect(found?.path == folder("a.lock"))
    #expect(found?.found.hasPrefix("is in the way: Forger did not write it") == true)
    #expect(try InputFile.read(folder("a.lock"), limit: 100) == Array(text.utf8))
    #expect(try folder.names() == ["a.lock"])
  }

  /// Empty, it may be an older version's; it does for a lock, and is left all the same.
  @Test func anEmptyFileIsLockedAndStays() throws {
    try AtomicFile.write("", to: folder("a.lock"))
    do {
      let lock = try take()
      #expect(problem { _ = try take() } == busy)
      withExtendedLifetime(lock) {}
    }
    #expect(try folder.names() == ["a.lock"])
    #expect(try InputFile.read(folder("a.lock"), limit: 100) == [])
  }

  @Test func foldersAndLinksAreInTheWay() throws {
    try folder.write([1], as: "a.lock/file")
    #expect(problem { _ = try take() }?.path == folder("a.lock"))
    #expect(try folder.names() == ["a.lock"])
  }

  /// What was killed while it made the file leaves another, of a name that says so.
  @Test func halfMadeOnesGoTheNextTime() throws {
    try AtomicFile.write(String(LockHolder.title.prefix(9)), to: folder(".a.lock.1f.partial"))
    try AtomicFile.write("precious", to: folder(".a.lock.1e.partial"))
    try AtomicFile.write("", to: folder(".a.lock.other.partial"))
    // As long as it was and all zeros: what a crash of the machine can leave.
    try AtomicFile.write([UInt8](repeating: 0, count: 90), to: folder(".a.lock.1d.partial"))
    _ = try take()
    #expect(try folder.names() == [".a.lock.1e.partial", ".a.lock.other.partial"])
  }

  /// Threads that come at once: one at a time has it, and nothing is left.
  @Test func manyAtOnceNeverMeet() async throws {
    let held = folder("held")
    let met = await withTaskGroup(of: (alone: Int, together: Int).self) { group in
      for _ in 0..<8 {
        group.addTask {
          var (alone, together) = (0, 0)
          for _ in 0..<50 {
            guard let lock = try? take() else { continue }
            // Only one at a time can have made a folder.
            if mkdir(held, 0o700) == 0 { alone += 1 } else { together += 1 }
            usleep(100)
            rmdir(held)
            withExtendedLifetime(lock) {}
          }
          return (alone, together)
        }
      }
      return await group.reduce((0, 0)) { ($0.0 + $1.alone, $0.1 + $1.together) }
    }
    #expect(met.0 > 0 && met.1 == 0, "\(met)")
    #expect(try folder.names() == [])
  }
}
