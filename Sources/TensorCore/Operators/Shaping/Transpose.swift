import Preconditions

extension Tensor {
  /// The axes in another order: axis `i` of the result is axis `axes[i]` of this tensor.
  ///
  /// - Precondition: `axes` names every axis once.
  public func transposed(_ axes: [Int]) -> Tensor {
    let axes = axes.map(shape.resolved)
    require(
      axes.count == rank && Set(axes).count == rank,
      "transposed: \(axes) is no order of the axes of \(shape)"
    )
    if axes == Array(0..<rank) { return self }
    let target = Shape(axes.map { shape.dimensions[$0] })
    var inverse = [Int](repeating: 0, count: rank)
    for (position, axis) in axes.enumerated() { inverse[axis] = position }
    return .applying(.transpose(axes), to: self, shape: target) {
      [inverse] pass in [pass.gradient.transposed(inverse)]
    }
  }

  /// The axes in reverse order.
  public var transposed: Tensor { transposed((0..<rank).reversed()) }
}
