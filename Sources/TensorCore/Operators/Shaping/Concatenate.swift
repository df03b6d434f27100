/// Tensors side by side along an axis.
///
/// - Precondition: There is at least one tensor, and all other axes agree.
public func concatenate(_ tensors: [Tensor], along axis: Int = 0) -> Tensor {
  guard let first = tensors.first else { fatalError("concatenate: no tensors") }
  let axis = first.shape.resolved(axis)
  var sizes = first.shape.dimensions
  sizes[axis] = 0
  let rest = sizes
  for tensor in tensors {
    var other = tensor.shape.dimensions
    if axis < other.count { other[axis] = 0 }
    require(
      other == rest,
      "concatenate: shapes \(first.shape) and \(tensor.shape) differ beside axis \(axis)"
    )
    sizes[axis] += tensor.shape.dimensions[axis]
  }
  let shape = Shape(sizes)
  let result = Storage(count: shape.elementCount)
  var start = 0
  var ranges: [Range<Int>] = []
  for tensor in tensors {
    var starts = [Int](repeating: 0, count: shape.rank)
    starts[axis] = start
    let view = StridedView(
      of: shape,
      from: starts,
      sizes: tensor.shape.dimensions,
      steps: [Int](repeating: 1, count: shape.rank)
    )
    Kernels.write(tensor.storage, into: result, view)
    ranges.append(start..<(start + tensor.shape.dimensions[axis]))
    start += tensor.shape.dimensions[axis]
  }
  return .recorded("concatenate", Tensor(result, shape: shape), inputs: tensors) {
    [ranges] pass in
    ranges.enumerated().map { index, range in
      pass.needs(index) ? pass.gradient.slice(range, along: axis) : nil
    }
  }
}

/// Tensors of one shape along a new axis in front.
///
/// - Precondition: There is at least one tensor, and all have the same shape.
public func stack(_ tensors: [Tensor]) -> Tensor {
  concatenate(tensors.map { $0.reshaped(to: Shape([1] + $0.shape.dimensions)) })
}
