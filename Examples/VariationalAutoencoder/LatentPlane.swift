import Foundation
import TensorCore

/// Points of a plane in latent space, in a square grid: those below which the same share of N(0, 1) lies each.
///
/// Source: Kingma and Welling 2014, figure 4.
struct LatentPlane {
  /// The points in a row.
  static let side = 16
  private let axes: (Int, Int)

  /// The plane of two latent numbers; all others are 0.
  init(_ axes: (Int, Int)) { self.axes = axes }

  /// The points as latent vectors, `[side · side, size]`, row by row.
  func vectors(_ size: Int) -> Tensor {
    let steps = (0..<Self.side).map { Self.quantile((Double($0) + 0.5) / Double(Self.side)) }
    var values = [Float](repeating: 0, count: Self.side * Self.side * size)
    for (row, y) in steps.enumerated() {
      for (column, x) in steps.enumerated() {
        let start = (row * Self.side + column) * size
        values[start + axes.0] = Float(x)
        values[start + axes.1] = Float(y)
      }
    }
    return Tensor(values, shape: [Self.side * Self.side, size])
  }

  /// The number below which this share of N(0, 1) lies, by halving.
  static func quantile(_ share: Double) -> Double {
    var (low, high) = (-8.0, 8.0)
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
    }
    return low
  }
}
