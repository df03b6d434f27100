/// The mean color of a bin, which weighs as much as it has pixels.
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

/// Colors that one place of a palette could stand for.
struct ColorBox {
  private let points: [ColorPoint]
  /// Their mean, by weight.
  let mean: SIMD3<Double>
  /// The sums of the squares by which they differ from it, along each axis.
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

  /// How much the colors differ: 0 where there is but one.
  var spread: Double { points.count < 2 ? 0 : squares.sum() }

  /// The colors below the mean and above it, along the axis of the greatest difference.
  ///
  /// - Precondition: The spread is positive.
  var halves: (ColorBox, ColorBox) {
    let axis = (0..<3).max { squares[$0] < squares[$1] } ?? 0
    let below = points.filter { $0.color[axis] < mean[axis] }
    let above = points.filter { $0.color[axis] >= mean[axis] }
    // Rounding can put all of them on one side where they hardly differ.
    guard !below.isEmpty, !above.isEmpty else {
      return (ColorBox([points[0]]), ColorBox(Array(points.dropFirst())))
    }
    return (ColorBox(below), ColorBox(above))
  }
}
