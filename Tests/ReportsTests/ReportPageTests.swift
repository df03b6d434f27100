import Archives
import Datasets
import FileTestSupport
import Foundation
import Recipes
import Reports
import Testing
import Training

@Suite struct ReportPageTests {
  private let runs: RunFixture

  init() throws { runs = try RunFixture() }

  private func page(_ path: String) throws -> String {
    ReportPage(
      of: try RunRecord(readingFrom: path),
      commands: [(what: "The same run again:", command: "forger train <it>")]
    ).html
  }

  @Test func tellsAllOfARun() throws {
    let page = try page(runs.write("cats") { $0.batchSize = 17 })
    for text in [
      "<h1>cats</h1>", "mlp-mnist · on some images", "2,000", "0:03:20", "Fréchet distance",
      "3 at 1,000", "lower is better", "<td class=\"\">batch-size</td>\n<td class=\"\">17</td>",
      "The same run again:", "forger train &lt;it&gt;",
      "after 300 iterations", "100, 200, 300", "gen_iter_7.npz", "<svg ", "data:image/png;base64,",
    ] { #expect(page.contains(text), "\(text)") }
    #expect(page.count(of: "class=\"frame\"") == 3)
  }

  @Test func recipeIsThereAsAFile() throws {
    let page = try page(
      runs.write("a b") { $0.image = ImageShape(height: 16, width: 16, channels: 1) }
    )
    #expect(page.contains("  height: 16") && page.contains("<td class=\"\">image.height</td>"))
  }

  /// Nothing in the page is fetched from elsewhere or runs but its own script, whatever runs and logs are called.
  @Test(arguments: [
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "'><img src=x onerror=alert(1)>",
    "</style><b>", "&lt;b&gt;", "a\u{202E}b",
  ])
  func namesAreText(_ name: String) throws {
    let folder = name.replacing("/", with: "∕")
    let key = name.replacing("\"", with: "\\\"")
    let entries = (1...2).map { index in
      """
      {"epoch": 0, "iteration": \(index), "elapsed_time": 1, "eval/\(key)": 1, "\(key)": 2}
      """
    }
    let path = try runs.write(folder, log: "[\(entries.joined(separator: ","))]") {
      $0.dataset = name
    }
    try runs.folder.write([1], as: "\(folder)/\(folder)")
    let page = try page(path)
    #expect(page.count(of: "<script") == 1 && page.count(of: "</style>") == 1)
    #expect(!page.contains("<img src=x") && !page.contains("<b>"))
    #expect(!page.contains("\" onload") && !page.contains("\u{202E}"))
    #expect(!page.contains("http://") || page.count(of: "http://") == 1)
    #expect(page.contains("default-src 'none'"))
    let comparison = RunComparison(of: [try RunRecord(readingFrom: path)])
    let drawing = comparison.svg(over: .iterations)
    #expect(!drawing.contains("<script") && !drawing.contains("<img") && !drawing.contains("<b>"))
    #expect(comparison.lines.count > 4)
  }

  /// Noise, which no PNG makes smaller, over many previews.
  @Test func pagesStaySmall() throws {
    let page = try page(runs.write("noise", entries: 40_000, previews: 70, cell: 48))
    #expect(page.utf8.count < 3_000_000)
    #expect(page.count(of: "class=\"frame\"") > 10)
  }

  @Test func partsThatAreMissingAreLeftOut() throws {
    let path = try runs.write("bare", previews: 0)
    try FileManager.default.removeItem(atPath: path + "/gen_iter_7.npz")
    let page = try page(path)
    #expect(page.contains("<h2>Curves</h2>") && !page.contains("<h2>Samples</h2>"))
    #expect(!page.contains("<h2>Recipe</h2>"))
  }

  @Test func damagedPreviewsAreSkipped() throws {
    let path = try runs.write("damaged")
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path + "/preview/image00000300.png"))
    #expect(try page(path).contains("Samples after 200 iterations"))
  }

  @Test func whatIsNoRunIsRefused() throws {
    let path = try runs.folder.write([1], as: "other/file")
    #expect(problem { _ = try RunRecord(readingFrom: path) }?.found == "is not a folder")
    #expect(problem { _ = try RunRecord(readingFrom: path + "x") }?.found == "is not there")
    let folder = runs.folder("other")
    #expect(problem { _ = try RunRecord(readingFrom: folder) }?.found == "holds no run")
  }

  @Test(arguments: [
    "", "[", "{}", "[1]", #"[{"epoch": 0}]"#,
    #"[{"epoch": -1, "iteration": 1, "elapsed_time": 1}]"#,
    #"[{"epoch": 0, "iteration": 1.5, "elapsed_time": 1}]"#,
    #"[{"epoch": 0, "iteration": 1, "elapsed_time": "1"}]"#,
    #"[{"epoch": 0, "iteration": 1e300, "elapsed_time": 1}]"#,
  ])
  func whatIsNoLogIsRefused(_ log: String) throws {
    let path = try runs.write("run", log: log)
    #expect(problem { _ = try RunRecord(readingFrom: path) }?.path == path + "/log")
  }

  @Test func valuesThatOverflowedAreLeftOut() throws {
    let log = #"[{"epoch": 0, "iteration": 1, "elapsed_time": 1, "gen/loss": null, "x": 2}]"#
    let run = try RunRecord(readingFrom: runs.write("run", log: log))
    #expect(run.quantities == ["x"] && run.values(of: "x").map(\.value) == [2])
  }
}

extension String {
  /// How often another text is in this one.
  fileprivate func count(of other: String) -> Int { components(separatedBy: other).count - 1 }
}
