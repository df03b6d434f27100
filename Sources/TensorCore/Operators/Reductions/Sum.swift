import Preconditions

extension Tensor {
  /// The sum of all elements, a scalar.
  public func sum() -> Tensor { sum(along: Array(0..<rank)) }

  /// Sums along the given axes.
  ///
  /// - Parameters:
  ///   - axes: The axes to sum over; negative ones count from the end.
  ///   - keepingAxes: Whether they stay, with a length of 1.
  /// - Returns: The sums.
  public func sum(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let summed = Set(axes.map(shape.resolved))
    let kept = Shape(shape.dimensions.enumerated().map { summed.contains($0) ? 1 : $1 })
    let full = shape
    let sum = Tensor.applying(.sum(axes: summed.sorted()), to: self, shape: kept) { pass in
      [pass.gradient.broadcast(to: full)]
    }
    if keepingAxes { return sum }
    return sum.reshaped(
      to: Shape(shape.dimensions.enumerated().filter { !summed.contains($0.offset) }.map(\.1))
    )
  }

  /// Sums away what broadcasting to this shape has added: the transpose of `broadcast(to:)`.
  ///
  /// - Precondition: `target` broadcasts to this shape.
  public func summed(to target: Shape) -> Tensor {
    if shape == target { return self }
    let missing = rank - target.rank
    require(missing >= 0, "summed: \(target) does not broadcast to \(shape)")
    let axes = (0..<rank).filter {
      $0 < missing || (target.dimensions[$0 - missing] == 1 && shape.dimensions[$0] != 1)
    }
    return sum(along: axes, keepingAxes: true).reshaped(to: target)
  }
}
