import Preconditions

extension Tensor {
  /// The largest element along an axis; elements that share it share its gradient.
  ///
  /// - Precondition: The axis holds at least one element.
  public func maximum(along axis: Int, keepingAxis: Bool = false) -> Tensor {
    let axis = shape.resolved(axis)
    let length = shape.dimensions[axis]
    require(length > 0, "maximum: no elements along axis \(axis) of \(shape)")
    var sizes = shape.dimensions
    sizes[axis] = 1
    let full = shape
    let maximum = Tensor.applying(
      .maximum(axis: axis),
      to: self,
      shape: Shape(sizes),
      saving: [self],
      keepsOutput: true
    ) { pass in
      let mask = Tensor.computed(.binary(.isEqual), pass.saved(0), pass.output, shape: full)
      return [pass.gradient * (mask / mask.sum(along: [axis], keepingAxes: true))]
    }
    if keepingAxis { return maximum }
    sizes.remove(at: axis)
    return maximum.reshaped(to: Shape(sizes))
  }
}
