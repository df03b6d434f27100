import Imaging

/// A canvas of pixels, with smooth edges.
struct RasterCanvas: Canvas {
  private let width: Int
  private let height: Int
  /// Red, green and blue from 0 to 1.
  private var pixels: [SIMD3<Double>]

  /// An empty canvas.
  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels = Array(repeating: SIMD3(1, 1, 1), count: width * height)
  }

  /// The image.
  var image: Image {
    let bytes = pixels.flatMap { pixel in
      [pixel.x, pixel.y, pixel.z].map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
    }
    return Image(height: height, width: width, channels: 3, pixels: bytes)
  }

  mutating func stroke(_ points: [SIMD2<Double>], _ pen: Pen) {
    for part in pen.isDashed ? Self.dashes(of: points) : [points] {
      draw([part], halfWidth: pen.width / 2, pen.color)
    }
  }

  mutating func fill(_ points: [SIMD2<Double>], downTo base: Double, _ color: Color) {
    for (left, right) in zip(points, points.dropFirst()) where right.x > left.x {
      for column in columns(from: left.x, to: right.x) {
        // The part of the column between the two points, and how high the line stands there.
        let (start, end) = (max(left.x, Double(column)), min(right.x, Double(column + 1)))
        let share = ((start + end) / 2 - left.x) / (right.x - left.x)
        let top = left.y + share * (right.y - left.y)
        for row in rows(from: top, to: base) {
          let part = min(base, Double(row + 1)) - max(top, Double(row))
          if part > 0 { blend(color, part * (end - start), row, column) }
        }
      }
    }
  }

  mutating func write(_ text: String, at place: SIMD2<Double>, _ lettering: Lettering) {
    let scale = lettering.size * 0.09
    let shift: Double =
      switch lettering.anchor {
      case .start: 0
      case .middle: StrokeFont.width(of: text) / 2
      case .end: StrokeFont.width(of: text)
      }
    let strokes = StrokeFont.strokes(of: text).map { stroke in
      stroke.map { SIMD2(place.x + ($0.x - shift) * scale, place.y - $0.y * scale) }
    }
    draw(strokes, halfWidth: lettering.size * 0.05, lettering.color)
  }

  /// Draws lines such that where they cross no pixel is covered twice.
  private mutating func draw(_ lines: [[SIMD2<Double>]], halfWidth: Double, _ color: Color) {
    var coverage: [Int: Double] = [:]
    let reach = halfWidth + 1
    for line in lines {
      for (start, end) in zip(line, line.dropFirst()) {
        let (low, high) = (pointwiseMin(start, end), pointwiseMax(start, end))
        for row in rows(from: low.y - reach, to: high.y + reach) {
          for column in columns(from: low.x - reach, to: high.x + reach) {
            let center = SIMD2(Double(column) + 0.5, Double(row) + 0.5)
            let part = min(halfWidth + 0.5 - Self.distance(of: center, from: start, end), 1)
            guard part > 0 else { continue }
            let index = row * width + column
            coverage[index] = max(coverage[index] ?? 0, min(part, 2 * halfWidth))
          }
        }
      }
    }
    for (index, part) in coverage { blend(color, part, index / width, index % width) }
  }

  private mutating func blend(_ color: Color, _ coverage: Double, _ row: Int, _ column: Int) {
    let share = color.opacity * coverage
    let wanted = SIMD3(color.red, color.green, color.blue)
    pixels[row * width + column] += (wanted - pixels[row * width + column]) * share
  }

  private func rows(from top: Double, to bottom: Double) -> Range<Int> {
    Self.places(from: top, to: bottom, below: height)
  }

  private func columns(from left: Double, to right: Double) -> Range<Int> {
    Self.places(from: left, to: right, below: width)
  }

  /// The pixels that a stretch touches.
  private static func places(from low: Double, to high: Double, below count: Int) -> Range<Int> {
    let first = Int(min(max(low.rounded(.down), 0), Double(count)))
    return first..<max(first, Int(min(max(high.rounded(.up), 0), Double(count))))
  }

  /// The distance of a point from the line between two others.
  private static func distance(
    of point: SIMD2<Double>,
    from start: SIMD2<Double>,
    _ end: SIMD2<Double>
  ) -> Double {
    let (way, toPoint) = (end - start, point - start)
    let length = (way * way).sum()
    let share = length > 0 ? min(max((way * toPoint).sum() / length, 0), 1) : 0
    let apart = toPoint - way * share
    return (apart * apart).sum().squareRoot()
  }

  /// A line as dashes of 6 pixels with gaps of 4.
  private static func dashes(of points: [SIMD2<Double>]) -> [[SIMD2<Double>]] {
    var dashes: [[SIMD2<Double>]] = []
    var dash: [SIMD2<Double>] = []
    var walked = 0.0
    for (start, end) in zip(points, points.dropFirst()) {
      let way = end - start
      let length = (way * way).sum().squareRoot()
      let steps = max(Int(length), 1)
      for step in 0..<steps {
        if walked.truncatingRemainder(dividingBy: 10) < 6 {
          dash.append(start + way * (Double(step) / Double(steps)))
        } else if !dash.isEmpty {
          dashes.append(dash)
          dash = []
        }
        walked += length / Double(steps)
      }
    }
    return dashes + [dash]
  }
}
