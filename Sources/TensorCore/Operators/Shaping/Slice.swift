import Preconditions

extension Tensor {
  /// The elements of a range of indices along an axis, every `step`-th.
  ///
  /// - Precondition: The range lies within the axis, and `step` is positive.
  public func slice(_ range: Range<Int>, along axis: Int, by step: Int = 1) -> Tensor {
    let axis = shape.resolved(axis)
    require(
      range.lowerBound >= 0 && range.upperBound <= shape.dimensions[axis] && step > 0,
      "slice: \(range) by \(step) along axis \(axis) of \(shape)"
    )
    var starts = [Int](repeating: 0, count: rank)
    starts[axis] = range.lowerBound
    var steps = [Int](repeating: 1, count: rank)
    steps[axis] = step
    var sizes = shape.dimensions
    sizes[axis] = (range.count + step - 1) / step
    return IndexBox(starts: starts, steps: steps, sizes: sizes, outer: shape).cut(from: self)
  }

  /// The tensor with zeros around it: `before[i]` and `after[i]` along axis `i`.
  ///
  /// - Precondition: One non-negative number of each for every axis.
  public func padded(before: [Int], after: [Int]) -> Tensor {
    require(
      before.count == rank && after.count == rank && (before + after).allSatisfy { $0 >= 0 },
      "padded: \(before) before and \(after) after for \(shape)"
    )
    let outer = zip(shape.dimensions, zip(before, after)).map { $0 + $1.0 + $1.1 }
    return IndexBox(
      starts: before,
      steps: [Int](repeating: 1, count: rank),
      sizes: shape.dimensions,
      outer: Shape(outer)
    ).placed(self)
  }

  /// The elements at one index of an axis, without that axis.
  public func slice(at index: Int, along axis: Int) -> Tensor {
    var sizes = shape.dimensions
    sizes.remove(at: shape.resolved(axis))
    return slice(index..<(index + 1), along: axis).reshaped(to: Shape(sizes))
  }
}

// Cutting a box out and placing it among zeros are each other's transpose, so each is the other's
// backward pass.
extension IndexBox {
  func cut(from tensor: Tensor) -> Tensor {
    .applying(.slice(self), to: tensor, shape: Shape(sizes)) { pass in [placed(pass.gradient)] }
  }

  func placed(_ tensor: Tensor) -> Tensor {
    .applying(.place(self), to: tensor, shape: outer) { pass in [cut(from: pass.gradient)] }
  }
}
