/// A surface to draw on; lengths are pixels from the upper left corner.
protocol Canvas {
  /// Draws a line through points.
  mutating func stroke(_ points: [SIMD2<Double>], _ pen: Pen)
  /// Fills what lies between a line, whose points go from left to right, and a horizontal one.
  mutating func fill(_ points: [SIMD2<Double>], downTo base: Double, _ color: Color)
  /// Writes one line of text, its letters standing on `place.y`.
  mutating func write(_ text: String, at place: SIMD2<Double>, _ lettering: Lettering)
}

/// Red, green and blue from 0 to 1, and how much they cover.
struct Color {
  let red: Double
  let green: Double
  let blue: Double
  var opacity = 1.0

  /// A color as SVG writes it, 0x2166ac for "#2166ac".
  init(_ code: Int, opacity: Double = 1) {
    red = Double(code >> 16 & 255) / 255
    green = Double(code >> 8 & 255) / 255
    blue = Double(code & 255) / 255
    self.opacity = opacity
  }
}

/// How a line looks.
struct Pen {
  let color: Color
  var width = 1.0
  /// Whether the line is broken.
  var isDashed = false
}

/// How a text looks.
struct Lettering {
  /// Which part of the text stands at its place.
  enum Anchor: String {
    case start, middle, end
  }

  var size = 13.0
  var anchor = Anchor.start
  var color = Color(0x333333)
}
