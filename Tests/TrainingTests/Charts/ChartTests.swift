import Foundation
import Testing
import Training

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Counts elements, and fails where a text is no XML.
private final class Elements: NSObject, XMLParserDelegate {
  private(set) var names: [String] = []
  private(set) var attributes: [[String: String]] = []
  private(set) var text = ""

  init?(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    names.append(name)
    self.attributes.append(attributes)
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) { self.text += text + "\n" }

  func points(of name: String) -> [[String]] {
    zip(names, attributes).filter { $0.0 == name }.map { _, attributes in
      (attributes["points"] ?? "").split(separator: " ").map(String.init)
    }
  }
}

@Suite struct ChartTests {
  private func chart(_ points: [SIMD2<Double>], title: String = "A run") -> Chart {
    Chart(
      title,
      over: "iteration",
      [
        Chart.Panel("Losses", [Chart.Series("generator", color: "#e08214", points: points)]),
        Chart.Panel("D", [Chart.Series("D(x)", color: "#2166ac", points: points)], showing: 0...1),
      ]
    )
  }

  @Test func drawsCurvesAxesAndLegend() throws {
    let points = (0...100).map { SIMD2(Double($0) * 200, 2 + sin(Double($0) / 9)) }
    let elements = try #require(Elements(chart(points).svg))
    #expect(elements.names.first == "svg")
    #expect(elements.points(of: "polyline").map(\.count) == [101, 101])
    #expect(elements.points(of: "polygon").isEmpty)
    for text in ["A run", "Losses", "generator", "D(x)", "iteration", "20,000", "1.5"] {
      #expect(elements.text.contains(text + "\n"), "\(text) in \(elements.text)")
    }
  }

  @Test func thinsLongCurvesAndKeepsTheirBand() throws {
    let points = (0..<100_000).map { SIMD2(Double($0), Double($0 % 2)) }
    let svg = chart(points).svg
    #expect(svg.utf8.count < 100_000)
    let elements = try #require(Elements(svg))
    let counts = elements.points(of: "polyline").map(\.count)
    #expect(counts.allSatisfy { (200...400).contains($0) }, "\(counts)")
    #expect(elements.points(of: "polygon").map(\.count) == counts.map { 2 * $0 })
  }

  @Test(
    arguments: [
      [], [SIMD2(100, 1.5)], [SIMD2(0, 0), SIMD2(0, 0)], [SIMD2(1, -3), SIMD2(2, -3)],
      [SIMD2(1, 1e300), SIMD2(2, -1e300)], [SIMD2(1, .infinity), SIMD2(2, .nan), SIMD2(3, 1)],
      [SIMD2(1, 1e-300), SIMD2(2, 3e-300)], [SIMD2(1, 1e15), SIMD2(2, 1e15 + 1)],
    ] as [[SIMD2<Double>]]
  )
  func drawsWhateverThereIs(_ points: [SIMD2<Double>]) throws {
    let svg = chart(points).svg
    #expect(Elements(svg) != nil)
    #expect(!svg.contains("nan") && !svg.contains("inf"), "\(svg)")
  }

  @Test func escapesTexts() throws {
    let elements = try #require(Elements(chart([SIMD2(1, 1)], title: "a < \"b\" & c > \u{1}").svg))
    #expect(elements.text.contains("&"))
  }
}
