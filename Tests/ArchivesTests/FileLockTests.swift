import Archives
import FileTestSupport
import Testing

@Suite struct FileLockTests {
  private let folder: TemporaryFolder
  private let busy = FileProblem("data", found: "is busy", expected: "a turn")

  init() throws { folder = try TemporaryFolder() }

  @Test func isHadOnce() throws {
    let file = folder("data.lock")
    let lock = try FileLock(file: file, busy: busy)
    #expect(problem { _ = try FileLock(file: file, busy: busy) } == busy)
    withExtendedLifetime(lock) {}
  }

  @Test func isGoneWhenItIsLetGoOf() throws {
    let file = folder("data.lock")
    for _ in 0..<2 {
      let lock = try FileLock(file: file, busy: busy)
      #expect(FileKind(at: file) == .file)
      withExtendedLifetime(lock) {}
    }
    #expect(FileKind(at: file) == .missing)
  }

  @Test func isHeldWhileABodyRuns() throws {
    let file = folder("data.lock")
    let found = withFileLock(file) { problem { _ = try FileLock(file: file, busy: busy) } }
    #expect(found == busy)
    #expect(FileKind(at: file) == .missing)
  }

  @Test func bodiesRunWhereThereCanBeNoLock() {
    #expect(withFileLock(folder("missing/data.lock")) { 3 } == 3)
  }
}
