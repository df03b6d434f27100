import Foundation

/// Panels side by side, each with curves over one pair of axes, as SVG.
struct Plot {
  /// A curve, or points.
  struct Curve {
    enum Style { case line, dashed, dots }

    let name: String
    let points: [SIMD2<Double>]
    var style = Style.line
  }

  struct Panel {
    let title: String
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    let curves: [Curve]
  }

  let panels: [Panel]

  private static let size = SIMD2(280.0, 220.0)
  private static let margin = SIMD2(46.0, 34.0)
  // Colors that are distinguishable with color blindness.
  private static let colors = ["#2166ac", "#e08214", "#1b7837", "#762a83", "#b2182b", "#4d4d4d"]

  /// The drawing as a document.
  var document: String {
    let legendHeight = 18.0 * Double(panels.map(\.curves.count).max() ?? 0) + 12
    let width = Int((Self.size.x + Self.margin.x) * Double(panels.count) + 20)
    let height = Int(Self.size.y + 2 * Self.margin.y + legendHeight)
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#333333">
      """,
      ##"<rect width="100%" height="100%" fill="#ffffff"/>"##,
    ]
    for (index, panel) in panels.enumerated() {
      let left = Self.margin.x + Double(index) * (Self.size.x + Self.margin.x)
      lines += Self.draw(panel, at: SIMD2(left, Self.margin.y))
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func draw(_ panel: Panel, at corner: SIMD2<Double>) -> [String] {
    func place(_ point: SIMD2<Double>) -> SIMD2<Double> {
      let x = (point.x - panel.x.lowerBound) / (panel.x.upperBound - panel.x.lowerBound)
      let y = (panel.y.upperBound - point.y) / (panel.y.upperBound - panel.y.lowerBound)
      return corner + SIMD2(x, y) * size
    }
    var lines = [text(panel.title, corner + SIMD2(0, -12), ##"font-size="14""##)]
    for share in [0, 0.25, 0.5, 0.75, 1] {
      let x = panel.x.lowerBound + share * (panel.x.upperBound - panel.x.lowerBound)
      let y = panel.y.lowerBound + share * (panel.y.upperBound - panel.y.lowerBound)
      let (onX, onY) = (place(SIMD2(x, panel.y.lowerBound)), place(SIMD2(panel.x.lowerBound, y)))
      lines += [
        line([onX, onX - SIMD2(0, size.y)], ##"stroke="#e4e4e4""##),
        line([onY, onY + SIMD2(size.x, 0)], ##"stroke="#e4e4e4""##),
        text(label(x), onX + SIMD2(0, 16), #"text-anchor="middle""#),
        text(label(y), onY + SIMD2(-6, 4), #"text-anchor="end""#),
      ]
    }
    for (index, curve) in panel.curves.enumerated() {
      let color = colors[index % colors.count]
      let visible = curve.points.filter { panel.x.contains($0.x) }.map {
        SIMD2($0.x, min(max($0.y, panel.y.lowerBound), panel.y.upperBound))
      }
      let key = corner + SIMD2(0, size.y + 34 + 18 * Double(index))
      switch curve.style {
      case .line, .dashed:
        let dashes = curve.style == .dashed ? ##" stroke-dasharray="6 4""## : ""
        let pen = ##"stroke="\##(color)" stroke-width="2"\##(dashes)"##
        lines += [line(visible.map(place), pen), line([key, key + SIMD2(24, 0)], pen)]
      case .dots:
        lines += visible.map(place).map { dot($0, color) } + [dot(key + SIMD2(12, 0), color)]
      }
      lines.append(text(curve.name, key + SIMD2(32, 4), ""))
    }
    return lines
  }

  private static func line(_ points: [SIMD2<Double>], _ pen: String) -> String {
    let list = points.map { String(format: "%.1f,%.1f", $0.x, $0.y) }.joined(separator: " ")
    return #"<polyline points="\#(list)" fill="none" \#(pen)/>"#
  }

  private static func dot(_ place: SIMD2<Double>, _ color: String) -> String {
    String(
      format: "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\" fill=\"\(color)\" fill-opacity=\"0.5\"/>",
      place.x,
      place.y
    )
  }

  private static func text(_ content: String, _ place: SIMD2<Double>, _ attributes: String)
    -> String
  {
    String(format: "<text x=\"%.1f\" y=\"%.1f\" ", place.x, place.y)
      + "\(attributes)>\(content)</text>"
  }

  private static func label(_ value: Double) -> String {
    (value < 0 ? "−" : "") + String(format: "%g", (abs(value) * 1000).rounded() / 1000)
  }
}
