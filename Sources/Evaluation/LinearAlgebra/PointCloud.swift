internal import TensorCore

/// Features as points, ready for the distances between all pairs of two clouds.
///
/// |a − b|² = |a|² + |b|² − 2 a·b in float64, the products being those of matrices, a block at a time. Where
/// that is mostly rounding, the difference is taken coordinate by coordinate, so that equal points are at a
/// distance of exactly 0.
struct PointCloud {
  let count: Int
  private let points: Matrix
  private let squares: [Double]

  /// The rows of a feature matrix, relative to a common origin, which keeps rounding errors small.
  init(_ features: FeatureMatrix, origin: [Double]) {
    var points = Matrix(features)
    let size = features.size
    for row in 0..<features.count {
      for column in 0..<size { points.values[row * size + column] -= origin[column] }
    }
    self.points = points
    count = features.count
    squares = points.parallelRows { _, values in values.reduce(0) { $0 + $1 * $1 } }
  }

  /// The mean of features: an origin.
  static func mean(of features: FeatureMatrix) -> [Double] {
    var mean = [Double](repeating: 0, count: features.size)
    for row in 0..<features.count {
      for (column, value) in features[row].enumerated() { mean[column] += Double(value) }
    }
    return mean.map { $0 / Double(max(features.count, 1)) }
  }

  /// Hands on squared distances to all points of another cloud, some rows at a time: `[rows, other.count]`.
  ///
  /// A block takes at most 32 MiB, or one row.
  func forEachBlock(against other: PointCloud, _ body: (_ rows: Range<Int>, Matrix) -> Void) {
    let length = max(1, min(1024, (4 << 20) / max(other.count, 1)))
    for first in stride(from: 0, to: count, by: length) {
      let rows = first..<min(first + length, count)
      body(rows, distances(from: rows, to: other))
    }
  }

  private func distances(from rows: Range<Int>, to other: PointCloud) -> Matrix {
    let size = points.columns
    let slice = points.values[rows.lowerBound * size..<rows.upperBound * size]
    let block = Matrix(rows: rows.count, columns: size, values: Array(slice))
    var distances = block.times(other.points, transposingOther: true)
    let columns = other.count
    distances.values.withUnsafeMutableBufferPointer { values in
      nonisolated(unsafe) let values = values
      ThreadPool.forEachIndex(rows.count) { row in
        let left = squares[rows.lowerBound + row]
        for column in 0..<columns {
          let sum = left + other.squares[column]
          let distance = sum - 2 * values[row * columns + column]
          // 1e-10 is a million roundings.
          values[row * columns + column] =
            distance > 1e-10 * sum
            ? distance : exactDistance(from: rows.lowerBound + row, to: other, column)
        }
      }
    }
    return distances
  }

  private func exactDistance(from row: Int, to other: PointCloud, _ column: Int) -> Double {
    let size = points.columns
    return points.values.withUnsafeBufferPointer { left in
      other.points.values.withUnsafeBufferPointer { right in
        var sum = 0.0
        for index in 0..<size {
          let difference = left[row * size + index] - right[column * size + index]
          sum += difference * difference
        }
        return sum
      }
    }
  }
}

extension PointCloud {
  /// For each point, the squared distance to its `k`-th nearest neighbor among the others, for each of some
  /// `k`: `[k][point]`.
  ///
  /// - Precondition: There are more points than the largest `k`, and all are positive.
  func neighborDistances(_ neighbors: [Int]) -> [[Double]] {
    let most = neighbors.max() ?? 1
    var nearest: [[Double]] = []
    forEachBlock(against: self) { rows, distances in
      nearest += distances.parallelRows { row, values in
        Self.smallest(most, of: values, leavingOut: rows.lowerBound + row)
      }
    }
    return neighbors.map { k in nearest.map { $0[k - 1] } }
  }

  /// The `count` smallest values, in order.
  private static func smallest(
    _ count: Int,
    of values: UnsafeBufferPointer<Double>,
    leavingOut own: Int
  ) -> [Double] {
    var smallest = [Double](repeating: .infinity, count: count)
    for (index, value) in values.enumerated() where value < smallest[count - 1] && index != own {
      var place = count - 1
      while place > 0, smallest[place - 1] > value {
        smallest[place] = smallest[place - 1]
        place -= 1
      }
      smallest[place] = value
    }
    return smallest
  }
}
