import Archives
import FileTestSupport
import Foundation
import Testing

/// What a lock's file says, and what it proves.
@Suite struct LockHolderTests {
  private func changed(
    _ holder: LockHolder,
    process: Int32? = nil,
    start: String? = nil,
    surroundings: String? = nil
  ) -> LockHolder {
    LockHolder(
      holder.means,
      host: holder.host,
      process: process ?? holder.process,
      start: start ?? holder.start,
      surroundings: surroundings ?? holder.surroundings
    )
  }

  @Test(arguments: [LockHolder.Means.system, .file]) func readsWhatItWrote(
    _ means: LockHolder.Means
  ) {
    let holder = LockHolder(means)
    #expect(holder.process == getpid())
    #expect(LockHolder(Array(holder.text.utf8)) == holder)
  }

  @Test func readsNothingElse() {
    let text = LockHolder(.system).text
    for other in ["", "\n", LockHolder.title, String(text.dropLast()), text + "\n", "x" + text] {
      #expect(LockHolder(Array(other.utf8)) == nil, "\(other)")
    }
    #expect(LockHolder(Array(text.replacing("process: ", with: "process: a").utf8)) == nil)
  }

  /// A process that is there is never taken for gone, be it this one or the first.
  @Test func whoIsThereIsNotGone() {
    let holder = LockHolder(.file)
    #expect(!holder.isGone)
    #expect(!changed(holder, process: 1, start: "").isGone)
  }

  @Test func whoIsCertainlyGoneIsGone() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["true"]
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    ended.wait()
    #if os(Linux)
    let holder = LockHolder(.file)
    #expect(changed(holder, process: process.processIdentifier).isGone)
    // Its number is another's by now.
    #expect(changed(holder, start: "1").isGone)
    #endif
  }

  /// Of processes of another machine, of another start of this one or of another container, numbers say
  /// nothing.
  @Test(arguments: ["", "another start"]) func whoIsElsewhereIsNotGone(_ surroundings: String) {
    let holder = changed(LockHolder(.file), process: .max, surroundings: surroundings)
    #expect(!holder.isGone)
  }
}
