internal import Archives
internal import Foundation
internal import Imaging
internal import Recipes
internal import Training

extension RunComparison {
  /// Curves of all runs over one axis, one panel for each quantity, below the samples of each run.
  ///
  /// - Parameter axis: What the curves are drawn over.
  /// - Returns: An SVG image with PNG images in it, which needs no other file.
  public func svg(over axis: Axis) -> String {
    let heads = runs.indices.map(head)
    let rows = (runs.count + Layout.perRow - 1) / Layout.perRow
    let tallest = heads.map(\.height).max() ?? 0
    let chart = chart(over: axis)
    let top = Layout.margin + Double(rows) * (tallest + Layout.gap)
    let height = top + Double(chart.height)
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(Layout.width))" height="\(Int(height))" \
      viewBox="0 0 \(Int(Layout.width)) \(Int(height))" \
      font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#444444">
      """,
      ##"<rect width="100%" height="100%" fill="#ffffff"/>"##,
    ]
    for (index, head) in heads.enumerated() {
      let x = Layout.margin + Double(index % Layout.perRow) * (Layout.column + Layout.gap)
      let y = Layout.margin + Double(index / Layout.perRow) * (tallest + Layout.gap)
      lines.append("<g transform=\"translate(\(Int(x)) \(Int(y)))\">\(head.source)</g>")
    }
    lines.append("<g transform=\"translate(0 \(Int(top)))\">\(chart.svg)</g>")
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private enum Layout {
    static let width = 800.0
    static let margin = 24.0
    static let gap = 20.0
    static let perRow = 4
    static let column = (width - 2 * margin - Double(perRow - 1) * gap) / Double(perRow)
    static let title = 26.0
    /// The most bytes of a run's samples.
    static let bytes = 150_000
  }

  /// Colors that the color-blind tell apart, and gray.
  ///
  /// Source: Okabe and Ito 2002, "Color Universal Design".
  private static let colors = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#222222", "#999999",
  ]

  private static func color(of index: Int) -> String { colors[index % colors.count] }

  /// A run's letter and name above its last samples.
  private func head(_ index: Int) -> (source: String, height: Double) {
    let run = runs[index]
    var name = run.name.prefix(19)
    if name.count < run.name.count { name = name.dropLast() + "…" }
    var source = """
      <rect width="\(Int(Layout.column))" height="4" fill="\(Self.color(of: index))"/>\
      <text y="21" font-weight="bold" fill="#222222">\(Self.letter(of: index))</text>\
      <text x="18" y="21">\(HTML.escaped(String(name)))</text>
      """
    guard let samples = SampleFrames.corner(of: run, upTo: Layout.bytes) else {
      return (source, Layout.title)
    }
    let height = Layout.column * Double(samples.height) / Double(samples.width)
    source += """
      <image y="\(Int(Layout.title + 4))" width="\(Int(Layout.column))" height="\(Int(height))" \
      style="image-rendering:pixelated" \
      href="data:image/png;base64,\(Data(samples.png).base64EncodedString())"/>
      """
    return (source, Layout.title + 4 + height)
  }

  private func chart(over axis: Axis) -> Chart {
    let isLong = runs.contains { ($0.entries.last?.elapsedTime ?? 0) > 7200 }
    let (unit, title) = isLong ? (3600.0, "hours of training") : (60, "minutes of training")
    let panels = quantities.map { name in
      Chart.Panel(
        Quantity(name).title,
        runs.indices.filter { !runs[$0].values(of: name).isEmpty }.map { index in
          Chart.Series(
            Self.letter(of: index),
            color: Self.color(of: index),
            points: runs[index].entries.compactMap { entry in
              entry.means[name].map { value in
                SIMD2(axis == .time ? entry.elapsedTime / unit : Double(entry.iteration), value)
              }
            }
          )
        }
      )
    }
    return Chart("", over: axis == .time ? title : "iteration", panels)
  }
}
