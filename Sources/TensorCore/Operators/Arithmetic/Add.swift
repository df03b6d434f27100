extension Tensor {
  /// The sum of both operands, which broadcast.
  ///
  /// - Precondition: The shapes broadcast.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    let shape = left.shape.broadcast(with: right.shape, in: "+")
    let sum =
      left.shape == shape
      ? Kernels.broadcastMap(left, right, to: shape) { $0 + $1 }
      : Kernels.broadcastMap(right, left, to: shape) { $0 + $1 }
    let (leftShape, rightShape) = (left.shape, right.shape)
    return .recorded("+", Tensor(sum, shape: shape), inputs: [left, right]) { pass in
      [
        pass.needs(0) ? pass.gradient.summed(to: leftShape) : nil,
        pass.needs(1) ? pass.gradient.summed(to: rightShape) : nil,
      ]
    }
  }

  /// Every element plus a number.
  public static func + (left: Tensor, right: Float) -> Tensor {
    let sum = Kernels.map(left.storage) { $0 + right }
    return .recorded("+", Tensor(sum, shape: left.shape), inputs: [left]) { [$0.gradient] }
  }

  /// Every element plus a number.
  public static func + (left: Float, right: Tensor) -> Tensor { right + left }

  /// Adds `right`, which broadcasts.
  public static func += (left: inout Tensor, right: Tensor) { left = left + right }
}
