extension Tensor {
  /// The element-wise product of both operands, which broadcast.
  ///
  /// - Precondition: The shapes broadcast.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    let shape = left.shape.broadcast(with: right.shape, in: "*")
    let product =
      left.shape == shape
      ? Kernels.broadcastMap(left, right, to: shape) { $0 * $1 }
      : Kernels.broadcastMap(right, left, to: shape) { $0 * $1 }
    let (leftShape, rightShape) = (left.shape, right.shape)
    return .recorded(
      "*",
      Tensor(product, shape: shape),
      inputs: [left, right],
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
    let product = Kernels.map(left.storage) { $0 * right }
    return .recorded("*", Tensor(product, shape: left.shape), inputs: [left]) {
      [$0.gradient * right]
    }
  }

  /// Every element times a number.
  public static func * (left: Float, right: Tensor) -> Tensor { right * left }
}
