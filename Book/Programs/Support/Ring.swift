import Foundation
import Randomness
import TensorCore

/// Data in the plane: eight hills on a circle of radius 2, each with a deviation of 0.1.
enum Ring {
  static let centers = (0..<8).map { index in
    let angle = Double(index) * .pi / 4
    return SIMD2(2 * cos(angle), 2 * sin(angle))
  }
  static let deviation = 0.1

  /// Points, `[count, 2]`.
  static func sample(_ count: Int, using random: RandomStream) -> Tensor {
    let noise = Tensor.normal([count, 2], using: random) * Float(deviation)
    let places = (0..<count).flatMap { _ in
      let center = centers[random.uniformInt(below: 8)]
      return [Float(center.x), Float(center.y)]
    }
    return Tensor(places, shape: [count, 2]) + noise
  }

  /// How many hills hold at least a hundredth of the points, and the share of points within four deviations of any.
  static func scores(of points: Tensor) -> (hills: Int, share: Double) {
    var counts = [Int](repeating: 0, count: 8)
    for point in pairs(points) {
      for (index, center) in centers.enumerated() {
        let way = point - center
        if (way * way).sum() < 16 * deviation * deviation { counts[index] += 1 }
      }
    }
    let total = points.shape[0]
    return (counts.filter { $0 * 100 >= total }.count, Double(counts.reduce(0, +)) / Double(total))
  }

  /// A panel with points over the data's hills.
  static func panel(_ title: String, _ points: Tensor, using random: RandomStream) -> Plot.Panel {
    let data = Plot.Curve(name: "data", points: pairs(sample(160, using: random)), style: .dots)
    let made = Plot.Curve(name: "G(z)", points: pairs(points), style: .dots)
    return Plot.Panel(title: title, x: -3...3, y: -3...3, curves: [data, made])
  }

  private static func pairs(_ points: Tensor) -> [SIMD2<Double>] {
    let values = points.scalars.map(Double.init)
    return (0..<points.shape[0]).map { SIMD2(values[2 * $0], values[2 * $0 + 1]) }
  }
}
