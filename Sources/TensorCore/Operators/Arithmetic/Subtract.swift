extension Tensor {
  /// The difference of both operands, which broadcast.
  ///
  /// - Precondition: The shapes broadcast.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    let shape = left.shape.broadcast(with: right.shape, in: "-")
    let (leftShape, rightShape) = (left.shape, right.shape)
    return .applying(.binary(.subtract), to: left, right, shape: shape) { pass in
      [
        pass.needs(0) ? pass.gradient.summed(to: leftShape) : nil,
        pass.needs(1) ? (-pass.gradient).summed(to: rightShape) : nil,
      ]
    }
  }

  /// Every element minus a number.
  public static func - (left: Tensor, right: Float) -> Tensor { left + (-right) }

  /// A number minus every element.
  public static func - (left: Float, right: Tensor) -> Tensor {
    .applying(.unary(.subtracted(from: left)), to: right, shape: right.shape) { [-$0.gradient] }
  }

  /// Every element with its sign changed.
  public static prefix func - (operand: Tensor) -> Tensor {
    .applying(.unary(.negate), to: operand, shape: operand.shape) { [-$0.gradient] }
  }
}
