import Preconditions

extension Tensor {
  /// The same elements in the same order with other axes; one length may be -1 and is worked out.
  ///
  /// - Precondition: The shape holds as many elements.
  public func reshaped(to dimensions: [Int]) -> Tensor {
    guard let free = dimensions.firstIndex(of: -1) else { return reshaped(to: Shape(dimensions)) }
    let others = dimensions.enumerated().reduce(1) { $1.offset == free ? $0 : $0 * $1.element }
    require(
      others > 0 && elementCount % others == 0,
      "reshaped: \(shape) does not divide into \(dimensions)"
    )
    var dimensions = dimensions
    dimensions[free] = elementCount / others
    return reshaped(to: Shape(dimensions))
  }

  /// The same elements in the same order with other axes.
  ///
  /// - Precondition: The shape holds as many elements.
  public func reshaped(to target: Shape) -> Tensor {
    if target == shape { return self }
    require(
      target.elementCount == elementCount,
      "reshaped: \(shape) has \(elementCount) elements, \(target) has \(target.elementCount)"
    )
    let original = shape
    return .recorded("reshaped", Tensor(storage, shape: target), inputs: [self]) { pass in
      [pass.gradient.reshaped(to: original)]
    }
  }

  /// The elements as rows: `[N, …]` becomes `[N, product of the rest]`.
  public var flattened: Tensor {
    require(rank >= 1, "flattened: a scalar has no rows")
    return reshaped(to: Shape([shape[0], shape.dimensions.dropFirst().reduce(1, *)]))
  }
}
