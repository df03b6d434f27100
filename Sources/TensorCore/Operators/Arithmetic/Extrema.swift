/// The larger of each pair of elements, which broadcast; where both are equal, half of the
/// gradient goes to each.
///
/// - Precondition: The shapes broadcast.
public func maximum(_ left: Tensor, _ right: Tensor) -> Tensor {
  let shape = left.shape.broadcast(with: right.shape, in: "maximum")
  let value = Kernels.broadcastMap(left, right, to: shape) {
    $0.replacing(with: $1, where: ($0 .< $1) .| ($1 .!= $1))
  }
  let (leftShape, rightShape) = (left.shape, right.shape)
  return .recorded(
    "maximum",
    Tensor(value, shape: shape),
    inputs: [left, right],
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
  /// Every element moved to the nearest number in `range`; no gradient passes where it was outside.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    let (low, high) = (range.lowerBound, range.upperBound)
    let value = Kernels.map(storage) {
      $0.replacing(with: low, where: $0 .< low).replacing(with: high, where: $0 .> high)
    }
    return .recorded("clamped", Tensor(value, shape: shape), inputs: [self], saving: [self]) {
      let inside = Kernels.map($0.saved(0).storage) {
        Vector.zero.replacing(with: 1, where: ($0 .>= low) .& ($0 .<= high))
      }
      return [$0.gradient * Tensor(inside, shape: $0.gradient.shape)]
    }
  }
}
