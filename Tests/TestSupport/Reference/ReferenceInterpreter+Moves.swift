internal import TensorCore

extension ReferenceInterpreter {
  /// The result of an operation that moves elements.
  func moved(_ operation: Operation, _ operands: [ReferenceValue], to shape: Shape)
    -> ReferenceValue
  {
    let x = operands[0]
    switch operation {
    case .broadcast: return ReferenceValue(shape: shape, x.stretched)
    case .transpose(let axes):
      return ReferenceValue(shape: shape) { index in
        var source = index
        for (axis, from) in axes.enumerated() { source[from] = index[axis] }
        return x[source]
      }
    case .slice(let box): return ReferenceValue(shape: shape) { x[box.place(of: $0)] }
    case .place(let box):
      var result = ReferenceValue(repeating: 0, shape: shape)
      Shape(box.sizes).forEachIndex { result[box.place(of: $0)] = x[$0] }
      return result
    case .concatenate(let axis):
      var result = ReferenceValue(repeating: 0, shape: shape)
      var start = 0
      for operand in operands {
        operand.shape.forEachIndex { index in
          var target = index
          target[axis] += start
          result[target] = operand[index]
        }
        start += operand.shape[axis]
      }
      return result
    case .upsample(let factor):
      return ReferenceValue(shape: shape) { x[[$0[0], $0[1] / factor, $0[2] / factor, $0[3]]] }
    case .upsampleGradient(let factor):
      var result = ReferenceValue(repeating: 0, shape: shape)
      x.shape.forEachIndex { result[[$0[0], $0[1] / factor, $0[2] / factor, $0[3]]] += x[$0] }
      return result
    default: fatalError("\(operation.name) moves nothing")
    }
  }
}

extension IndexBox {
  /// Where an index of the box lies in the larger shape.
  fileprivate func place(of index: [Int]) -> [Int] {
    index.indices.map { starts[$0] + index[$0] * steps[$0] }
  }
}
