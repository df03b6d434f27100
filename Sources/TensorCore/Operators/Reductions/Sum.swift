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
    let kept = shape.dimensions.enumerated().map { summed.contains($0) ? 1 : $1 }
    let full = shape
    var values = storage
    var sizes = shape.dimensions
    // Neighbouring axes are summed in one go, the last ones first.
    var end = rank
    while end > 0 {
      guard summed.contains(end - 1) else {
        end -= 1
        continue
      }
      var start = end - 1
      while start > 0 && summed.contains(start - 1) { start -= 1 }
      let length = sizes[start..<end].reduce(1, *)
      if length != 1 {
        values = Kernels.sum(
          values,
          outer: sizes[..<start].reduce(1, *),
          length: length,
          inner: sizes[end...].reduce(1, *)
        )
      }
      for axis in start..<end { sizes[axis] = 1 }
      end = start
    }
    let keptShape = Shape(kept)
    let sum = Tensor.recorded("sum", Tensor(values, shape: keptShape), inputs: [self]) { pass in
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
