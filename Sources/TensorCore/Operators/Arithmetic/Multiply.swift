extension Tensor {
  /// The element-wise product of both operands, which broadcast.
  ///
  /// - Precondition: The shapes broadcast.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    let shape = left.shape.broadcast(with: right.shape, in: "*")
    let (leftShape, rightShape) = (left.shape, right.shape)
    return .applying(
      .binary(.multiply),
      to: left,
      right,
      shape: shape,
      saving: [left, right]
    ) { pass in
      [
        pass.needs(0) ? (pass.gradient * pass.saved(1)).summed(to: leftShape) : nil,
        pass.needs(1) ? (pass.gradient * pass.saved(0)).summed(to: rightShape) : nil,
      ]
    }
  }

  /// Every element times a number.
  public static func * (left: Tensor, right: Float) -> Tensor {
    .applying(.unary(.times(right)), to: left, shape: left.shape) { [$0.gradient * right] }
  }

  /// Every element times a number.
  public static func * (left: Float, right: Tensor) -> Tensor { right * left }
}
