extension Tensor {
  /// The element-wise quotient of both operands, which broadcast.
  ///
  /// d(a/b) = da/b − (a/b)·db/b.
  /// - Precondition: The shapes broadcast.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    let shape = left.shape.broadcast(with: right.shape, in: "/")
    let (leftShape, rightShape) = (left.shape, right.shape)
    return .applying(
      .binary(.divide),
      to: left,
      right,
      shape: shape,
      saving: [right],
      keepsOutput: true
    ) { pass in
      let share = pass.gradient / pass.saved(0)
      return [
        pass.needs(0) ? share.summed(to: leftShape) : nil,
        pass.needs(1) ? (-(share * pass.output)).summed(to: rightShape) : nil,
      ]
    }
  }

  /// Every element divided by a number.
  public static func / (left: Tensor, right: Float) -> Tensor {
    .applying(.unary(.divided(by: right)), to: left, shape: left.shape) { [$0.gradient / right] }
  }

  /// A number divided by every element.
  public static func / (left: Float, right: Tensor) -> Tensor { Tensor(left) / right }
}
