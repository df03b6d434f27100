internal import Terminal

extension Chart {
  /// The chart as an SVG 1.1 image, 800 pixels wide.
  package var svg: String {
    let xs = panels.lazy.flatMap(\.series).flatMap(\.points).map(\.x)
    let axis = ChartAxis(of: xs, ticks: 8, isRounded: false)
    let height = height
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Layout.width)" height="\(height)" \
      viewBox="0 0 \(Layout.width) \(height)" font-family="Helvetica, Arial, sans-serif" \
      font-size="13" fill="#444444">
      """,
      "<title>\(escaped(title))</title>",
      ##"<rect width="100%" height="100%" fill="#ffffff"/>"##,
      """
      <text x="\(Layout.left)" y="28" font-size="17" font-weight="bold" fill="#222222">\
      \(escaped(title))</text>
      """,
    ]
    for (index, panel) in panels.enumerated() {
      let top = top + index * Layout.panelStep + Layout.heading
      lines += PanelDrawing(panel, over: axis, index: index, top: Double(top)).lines
    }
    let middle = Layout.left + Layout.plotWidth / 2
    lines.append(
      """
      <text x="\(middle)" y="\(height - 14)" text-anchor="middle">\(escaped(axisTitle))</text>
      """
    )
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// The image's height in pixels.
  package var height: Int { top + panels.count * Layout.panelStep + Layout.bottom }

  /// Room for the title, if there is one.
  private var top: Int { title.isEmpty ? 4 : Layout.top }
}

/// Lengths in pixels.
private enum Layout {
  static let width = 800
  static let left = 72
  static let plotWidth = 704
  static let plotHeight = 210
  /// From the upper edge of the image to the first panel.
  static let top = 40
  /// From a panel's upper edge to its axes.
  static let heading = 32
  /// From a panel to the next.
  static let panelStep = heading + plotHeight + 36
  static let bottom = 24
  /// The most points of a curve.
  static let points = 352
}

/// The lines of SVG of one panel.
private struct PanelDrawing {
  private let panel: Chart.Panel
  private let curves: [ThinnedCurve]
  private let horizontal: ChartAxis
  private let vertical: ChartAxis
  private let index: Int
  private let top: Double
  private let left = Double(Layout.left)
  private let width = Double(Layout.plotWidth)
  private let height = Double(Layout.plotHeight)

  init(_ panel: Chart.Panel, over axis: ChartAxis, index: Int, top: Double) {
    (self.panel, horizontal, self.index, self.top) = (panel, axis, index, top)
    curves = panel.series.map { ThinnedCurve($0.points, atMost: Layout.points) }
    // Rare outliers show only in the bands, which are clipped, and do not flatten the curves.
    vertical = ChartAxis(
      of: curves.flatMap(\.points).map(\.y),
      showing: panel.range,
      ticks: 5,
      isRounded: true
    )
  }

  var lines: [String] {
    [heading] + legend + grid + [frame, clip, "<g clip-path=\"url(#panel\(index))\">"] + bands
      + paths + ["</g>"]
  }

  private var heading: String {
    """
    <text x="\(fixed(left))" y="\(fixed(top - 11))" font-weight="bold">\(escaped(panel.title))</text>
    """
  }

  private var legend: [String] {
    var right = left + width
    return panel.series.reversed().flatMap { series in
      let text = right
      // Approximates the width of the letters, which is unknown here.
      right -= 7.2 * Double(series.name.count) + 6
      let end = right
      right -= 40
      return [
        """
        <text x="\(fixed(text))" y="\(fixed(top - 11))" text-anchor="end">\
        \(escaped(series.name))</text>
        """,
        """
        <line x1="\(fixed(end - 22))" y1="\(fixed(top - 15))" x2="\(fixed(end))" \
        y2="\(fixed(top - 15))" stroke="\(escaped(series.color))" stroke-width="3"/>
        """,
      ]
    }
  }

  private var grid: [String] {
    var lines: [String] = []
    for tick in horizontal.ticks {
      let x = fixed(left + horizontal.share(tick) * width)
      lines.append(line(x, fixed(top), x, fixed(top + height), "#e6e6e6"))
      lines.append(
        """
        <text x="\(x)" y="\(fixed(top + height + 18))" text-anchor="middle">\
        \(horizontal.label(tick))</text>
        """
      )
    }
    for tick in vertical.ticks {
      let y = self.y(tick)
      lines.append(line(fixed(left), fixed(y), fixed(left + width), fixed(y), "#e6e6e6"))
      lines.append(
        """
        <text x="\(fixed(left - 8))" y="\(fixed(y + 4.5))" text-anchor="end">\
        \(vertical.label(tick))</text>
        """
      )
    }
    if let mark = panel.mark, (vertical.low...vertical.high).contains(mark) {
      let y = fixed(self.y(mark))
      lines.append(
        line(fixed(left), y, fixed(left + width), y, "#888888\" stroke-dasharray=\"5 4")
      )
    }
    return lines
  }

  private var frame: String {
    """
    <rect x="\(fixed(left))" y="\(fixed(top))" width="\(fixed(width))" height="\(fixed(height))" \
    fill="none" stroke="#999999"/>
    """
  }

  private var clip: String {
    """
    <clipPath id="panel\(index)"><rect x="\(fixed(left))" y="\(fixed(top))" \
    width="\(fixed(width))" height="\(fixed(height))"/></clipPath>
    """
  }

  private var bands: [String] {
    zip(panel.series, curves).filter(\.1.isThinned).map { series, curve in
      let upper = curve.points.map { place($0.x, $0.high) }
      let lower = curve.points.reversed().map { place($0.x, $0.low) }
      let points = (upper + lower).joined(separator: " ")
      return """
        <polygon points="\(points)" fill="\(escaped(series.color))" fill-opacity="0.18"/>
        """
    }
  }

  private var paths: [String] {
    zip(panel.series, curves).compactMap { series, curve in
      guard let first = curve.points.first else { return nil }
      guard curve.points.count > 1 else {
        return """
          <circle cx="\(fixed(x(first.x)))" cy="\(fixed(y(first.y)))" r="3" \
          fill="\(escaped(series.color))"/>
          """
      }
      let points = curve.points.map { place($0.x, $0.y) }.joined(separator: " ")
      return """
        <polyline points="\(points)" fill="none" stroke="\(escaped(series.color))" \
        stroke-width="1.8" stroke-linejoin="round"/>
        """
    }
  }

  private func line(_ x1: String, _ y1: String, _ x2: String, _ y2: String, _ stroke: String)
    -> String
  { "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" stroke=\"\(stroke)\"/>" }

  private func x(_ value: Double) -> Double { left + horizontal.share(value) * width }

  /// Coordinates far outside would be numbers that SVG readers reject.
  private func y(_ value: Double) -> Double {
    top + min(max(1 - vertical.share(value), -10), 10) * height
  }

  private func place(_ x: Double, _ y: Double) -> String {
    "\(fixed(self.x(x))),\(fixed(self.y(y)))"
  }
}

/// A number of pixels.
private func fixed(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }

/// A text escaped for XML.
private func escaped(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { result, scalar in
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\u{0}"..."\u{1F}": result += " "
    default:
      // Marks that turn the direction of writing round are shown, not followed.
      result += scalar.isASCII ? String(scalar) : printable(String(scalar))
    }
  }
}
