extension Tensor {
  /// The difference of both operands, which broadcast.
  ///
  /// - Precondition: The shapes broadcast.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    let shape = left.shape.broadcast(with: right.shape, in: "-")
    let difference = Kernels.broadcastMap(left, right, to: shape) { $0 - $1 }
    let (leftShape, rightShape) = (left.shape, right.shape)
    return .recorded("-", Tensor(difference, shape: shape), inputs: [left, right]) { pass in
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
    let difference = Kernels.map(right.storage) { left - $0 }
    return .recorded("-", Tensor(difference, shape: right.shape), inputs: [right]) {
      [-$0.gradient]
    }
  }

  /// Every element with its sign changed.
  public static prefix func - (operand: Tensor) -> Tensor {
    let negated = Kernels.map(operand.storage) { -$0 }
    return .recorded("-", Tensor(negated, shape: operand.shape), inputs: [operand]) {
      [-$0.gradient]
    }
  }
}
