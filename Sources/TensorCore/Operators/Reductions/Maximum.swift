extension Tensor {
  /// The largest element along an axis; elements that share it share its gradient.
  ///
  /// - Precondition: The axis holds at least one element.
  public func maximum(along axis: Int, keepingAxis: Bool = false) -> Tensor {
    let axis = shape.resolved(axis)
    let length = shape.dimensions[axis]
    require(length > 0, "maximum: no elements along axis \(axis) of \(shape)")
    let values = Kernels.maximum(
      storage,
      outer: shape.dimensions[..<axis].reduce(1, *),
      length: length,
      inner: shape.dimensions[(axis + 1)...].reduce(1, *)
    )
    var sizes = shape.dimensions
    sizes[axis] = 1
    let full = shape
    let maximum = Tensor.recorded(
      "maximum",
      Tensor(values, shape: Shape(sizes)),
      inputs: [self],
      saving: [self],
      keepsOutput: true
    ) { pass in
      let isLargest = Kernels.broadcastMap(pass.saved(0), pass.output, to: full) {
        Vector.zero.replacing(with: 1, where: $0 .== $1)
      }
      let mask = Tensor(isLargest, shape: full)
      return [pass.gradient * (mask / mask.sum(along: [axis], keepingAxes: true))]
    }
    if keepingAxis { return maximum }
    sizes.remove(at: axis)
    return maximum.reshaped(to: Shape(sizes))
  }
}
