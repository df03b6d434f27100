import FileTestSupport
import Foundation
import Testing

/// `forger report` and `forger compare`.
@Suite struct RunReportTests {
  private func text(_ name: String, in folder: TemporaryFolder) throws -> String {
    try String(contentsOfFile: folder(name), encoding: .utf8)
  }

  @Test func reportIsOnePage() throws {
    let folder = try TrainedRun.lively()
    let output = try expectSuccess(["report", "result"], in: folder)
    #expect(output.hasPrefix("report.html: result, 3 iterations, "))
    let page = try text("report.html", in: folder)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("<h1>result</h1>") && page.contains("forger generate result"))
    try expectSuccess(["report", "result/", "-o", "other.html"], in: folder)
    #expect(try text("other.html", in: folder).contains("<h1>result</h1>"))
  }

  @Test func runsAreCompared() throws {
    let folder = try TrainedRun.lively()
    try FileManager.default.copyItem(atPath: folder("result"), toPath: folder("copy"))
    let output = try expectSuccess(
      ["compare", "result", "copy", "--over", "time", "-o", "two.svg"],
      in: folder
    )
    #expect(output.hasPrefix("A  result\nB  copy\n\nThe recipes are the same.\n"))
    #expect(output.hasSuffix("\ntwo.svg\n") && output.contains("generator's loss"))
    #expect(try text("two.svg", in: folder).hasSuffix("</svg>\n"))
  }

  @Test(arguments: [
    (["report"], 2), (["report", ""], 2), (["report", "none"], 1), (["report", "."], 1),
    (["compare", "result"], 2), (["compare", "result", "none"], 1),
    (["compare", "result", "result", "--over", "age"], 2),
    (["report", "result", "-o", "none/page.html"], 1),
  ])
  func whatCannotBeIsRefused(_ arguments: [String], _ code: Int) throws {
    let folder = try TrainedRun.lively()
    let outcome = try Command.run(arguments, in: folder)
    #expect(
      outcome.ending == .code(Int32(code)) && outcome.output.isEmpty && !outcome.errors.isEmpty
    )
  }
}
