import Preconditions

/// Tensors side by side along an axis.
///
/// - Precondition: There is at least one tensor, and all other axes agree.
public func concatenate(_ tensors: [Tensor], along axis: Int = 0) -> Tensor {
  guard let first = tensors.first else { fatalError("concatenate: no tensors") }
  let axis = first.shape.resolved(axis)
  var sizes = first.shape.dimensions
  sizes[axis] = 0
  for tensor in tensors {
    var other = tensor.shape.dimensions
    if axis < other.count { other[axis] = 0 }
    require(
      other == sizes,
      "concatenate: shapes \(first.shape) and \(tensor.shape) differ beside axis \(axis)"
    )
  }
  var start = 0
  let ranges = tensors.map { tensor in
    defer { start += tensor.shape.dimensions[axis] }
    return start..<(start + tensor.shape.dimensions[axis])
  }
  let joined = Tensor.computed(.concatenate(axis: axis), tensors)[0]
  return .recorded("concatenate", joined, inputs: tensors) { pass in
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
