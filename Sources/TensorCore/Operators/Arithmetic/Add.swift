extension Tensor {
  /// The sum of both operands, which broadcast.
  ///
  /// - Precondition: The shapes broadcast.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    let shape = left.shape.broadcast(with: right.shape, in: "+")
    let (leftShape, rightShape) = (left.shape, right.shape)
    return .applying(.binary(.add), to: left, right, shape: shape) { pass in
      [
        pass.needs(0) ? pass.gradient.summed(to: leftShape) : nil,
        pass.needs(1) ? pass.gradient.summed(to: rightShape) : nil,
      ]
    }
  }

  /// Every element plus a number.
  public static func + (left: Tensor, right: Float) -> Tensor {
    .applying(.unary(.plus(right)), to: left, shape: left.shape) { [$0.gradient] }
  }

  /// Every element plus a number.
  public static func + (left: Float, right: Tensor) -> Tensor { right + left }

  /// Adds `right`, which broadcasts.
  public static func += (left: inout Tensor, right: Tensor) { left = left + right }
}
