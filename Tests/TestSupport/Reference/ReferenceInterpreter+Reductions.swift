internal import TensorCore

extension ReferenceValue {
  /// Sums along axes, which keep a length of 1.
  func sum(along axes: [Int]) -> ReferenceValue {
    reduced(along: axes, from: 0, +)
  }

  /// The largest elements along an axis, which keeps a length of 1; NaN wins.
  func maximum(along axis: Int) -> ReferenceValue {
    reduced(along: [axis], from: -.infinity) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }
  }

  private func reduced(
    along axes: [Int],
    from start: Double,
    _ combine: (Double, Double) -> Double
  ) -> ReferenceValue {
    var kept = shape.dimensions
    for axis in axes { kept[axis] = 1 }
    var result = ReferenceValue(repeating: start, shape: Shape(kept))
    var position = 0
    shape.forEachIndex { index in
      var target = index
      for axis in axes { target[axis] = 0 }
      result[target] = combine(result[target], values[position])
      position += 1
    }
    return result
  }
}
