/// The mean color of a bin, weighted by its number of pixels.
struct ColorPoint {
  let color: SIMD3<Double>
  let weight: Double
  let bin: Int

  init(_ bin: ColorHistogram.Bin, bin number: Int) {
    weight = Double(bin.count)
    color = SIMD3(Double(bin.red), Double(bin.green), Double(bin.blue)) / weight
    self.bin = number
  }
}

/// A box of colors, to be represented by one palette entry.
struct ColorBox {
  private let points: [ColorPoint]
  /// Their weighted mean.
  let mean: SIMD3<Double>
  /// The sums of squared differences from the mean, along each axis.
  private let squares: SIMD3<Double>

  /// A box of colors.
  init(_ points: [ColorPoint]) {
    self.points = points
    var (weight, sum, squares) = (0.0, SIMD3<Double>.zero, SIMD3<Double>.zero)
    for point in points {
      weight += point.weight
      sum += point.weight * point.color
    }
    let mean = sum / weight
    for point in points {
      let difference = point.color - mean
      squares += point.weight * difference * difference
    }
    (self.mean, self.squares) = (mean, squares)
  }

  /// How much the colors differ: 0 if there is only one.
  var spread: Double { points.count < 2 ? 0 : squares.sum() }

  /// The colors below and above the mean along the axis of the greatest variance.
  ///
  /// - Precondition: The spread is positive.
  var halves: (ColorBox, ColorBox) {
    let axis = (0..<3).max { squares[$0] < squares[$1] } ?? 0
    let below = points.filter { $0.color[axis] < mean[axis] }
    let above = points.filter { $0.color[axis] >= mean[axis] }
    // If they hardly differ, rounding can put all of them on one side.
    guard !below.isEmpty, !above.isEmpty else {
      return (ColorBox([points[0]]), ColorBox(Array(points.dropFirst())))
    }
    return (ColorBox(below), ColorBox(above))
  }
}
