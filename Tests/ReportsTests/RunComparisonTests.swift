import FileTestSupport
import Foundation
import Recipes
import Reports
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct RunComparisonTests {
  private let runs: RunFixture

  init() throws { runs = try RunFixture() }

  private func comparison() throws -> RunComparison {
    let paths = [
      try runs.write("plain"),
      try runs.write("wide & long", entries: 30) { ($0.channels, $0.r1) = (99, 2) },
    ]
    return RunComparison(of: try paths.map { try RunRecord(readingFrom: $0) })
  }

  @Test func differencesAndResultsAreTold() throws {
    let comparison = try comparison()
    #expect(comparison.settings.map(\.label) == ["channels", "r1"])
    #expect(comparison.settings.map(\.texts) == [["256", "99"], ["0", "2"]])
    let results = Dictionary(
      comparison.results.map { ($0.label, $0.texts) },
      uniquingKeysWith: { first, _ in first }
    )
    #expect(results["iterations"] == ["2,000", "3,000"])
    #expect(results["Fréchet distance"] == ["13", "18"])
    #expect(results["  best"] == ["3 at 1,000", "3 at 1,500"])
    #expect(comparison.lines.contains { $0.hasPrefix("r1 ") && $0.hasSuffix("2") })
  }

  @Test(arguments: RunComparison.Axis.allCases)
  func drawingIsWellFormed(_ axis: RunComparison.Axis) throws {
    let drawing = try comparison().svg(over: axis)
    let parser = XMLParser(data: Data(drawing.utf8))
    #expect(parser.parse(), "\(parser.parserError.debugDescription)")
    #expect(drawing.contains("wide &amp; long") && drawing.contains("data:image/png;base64,"))
    #expect(drawing.components(separatedBy: "<polyline").count - 1 == 10)
  }

  @Test func sameRecipesAreCalledTheSame() throws {
    let paths = try ["a", "b"].map { try runs.write($0) }
    let comparison = RunComparison(of: try paths.map { try RunRecord(readingFrom: $0) })
    #expect(comparison.settings.isEmpty)
    #expect(comparison.lines.contains("The recipes are the same."))
  }
}
