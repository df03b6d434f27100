import Foundation

/// A canvas that remembers what is drawn as SVG.
struct SVGCanvas: Canvas {
  private var lines: [String]

  /// An empty canvas.
  init(width: Int, height: Int) {
    lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="Helvetica, Arial, sans-serif">
      """,
      ##"<rect width="100%" height="100%" fill="#ffffff"/>"##,
    ]
  }

  /// The image as a document.
  var document: String { (lines + ["</svg>", ""]).joined(separator: "\n") }

  mutating func stroke(_ points: [SIMD2<Double>], _ pen: Pen) {
    let dashes = pen.isDashed ? " stroke-dasharray=\"6 4\"" : ""
    lines.append(
      """
      <polyline points="\(list(points))" fill="none" stroke="\(code(pen.color))" \
      stroke-width="\(pen.width)" stroke-opacity="\(pen.color.opacity)" \
      stroke-linejoin="round"\(dashes)/>
      """
    )
  }

  mutating func fill(_ points: [SIMD2<Double>], downTo base: Double, _ color: Color) {
    guard let first = points.first, let last = points.last else { return }
    let outline = points + [SIMD2(last.x, base), SIMD2(first.x, base)]
    lines.append(
      """
      <polygon points="\(list(outline))" fill="\(code(color))" fill-opacity="\(color.opacity)"/>
      """
    )
  }

  mutating func write(_ text: String, at place: SIMD2<Double>, _ lettering: Lettering) {
    lines.append(
      """
      <text x="\(number(place.x))" y="\(number(place.y))" font-size="\(lettering.size)" \
      text-anchor="\(lettering.anchor.rawValue)" fill="\(code(lettering.color))">\(text)</text>
      """
    )
  }

  private func list(_ points: [SIMD2<Double>]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  private func number(_ value: Double) -> String { String(format: "%.1f", value) }

  private func code(_ color: Color) -> String {
    let parts = [color.red, color.green, color.blue].map { Int(($0 * 255).rounded()) }
    return "#" + parts.map { String(format: "%02x", $0) }.joined()
  }
}
