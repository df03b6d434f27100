/// The larger of each pair of elements, which broadcast; equal elements get half of the gradient each.
///
/// - Precondition: The shapes broadcast.
public func maximum(_ left: Tensor, _ right: Tensor) -> Tensor {
  let shape = left.shape.broadcast(with: right.shape, in: "maximum")
  let (leftShape, rightShape) = (left.shape, right.shape)
  return .applying(
    .binary(.maximum),
    to: left,
    right,
    shape: shape,
    saving: [left, right]
  ) { pass in
    let share = (pass.saved(0) - pass.saved(1)).detached.sign * 0.5
    return [
      pass.needs(0) ? (pass.gradient * (0.5 + share)).summed(to: leftShape) : nil,
      pass.needs(1) ? (pass.gradient * (0.5 - share)).summed(to: rightShape) : nil,
    ]
  }
}

/// The smaller of each pair of elements, which broadcast; see `maximum(_:_:)`.
///
/// - Precondition: The shapes broadcast.
public func minimum(_ left: Tensor, _ right: Tensor) -> Tensor { -maximum(-left, -right) }

extension Tensor {
  /// Every element clamped to `range`; the gradient is 0 where it was outside.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    let (low, high) = (range.lowerBound, range.upperBound)
    return .applying(
      .unary(.clamp(low: low, high: high)),
      to: self,
      shape: shape,
      saving: [self]
    ) { pass in
      let inside = UnaryFunction.isInside(low: low, high: high)
      return [
        pass.gradient * .computed(.unary(inside), pass.saved(0), shape: pass.gradient.shape)
      ]
    }
  }
}
