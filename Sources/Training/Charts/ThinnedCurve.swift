/// A curve thinned to the visible resolution: means of neighboring points, with the band that the points
/// fill.
struct ThinnedCurve: Equatable {
  /// A mean of neighboring points with their least and greatest values.
  struct Point: Equatable {
    let x: Double
    let y: Double
    let low: Double
    let high: Double
  }

  /// The points, from left to right.
  let points: [Point]
  /// Whether any point stands for several.
  let isThinned: Bool

  /// A curve of at most `count` points.
  ///
  /// - Precondition: `count` is positive.
  init(_ points: [SIMD2<Double>], atMost count: Int) {
    isThinned = points.count > count
    let groups = min(points.count, count)
    self.points = (0..<groups).map { group in
      let part = points[points.count * group / groups..<points.count * (group + 1) / groups]
      let size = Double(part.count)
      return Point(
        x: part.reduce(0) { $0 + $1.x / size },
        y: part.reduce(0) { $0 + $1.y / size },
        low: part.lazy.map(\.y).min() ?? 0,
        high: part.lazy.map(\.y).max() ?? 0
      )
    }
  }
}
