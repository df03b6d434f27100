internal import TensorCore

extension ReferenceInterpreter {
  /// a · b, or a · b + bias, for every index of the axes in front.
  func matrixProduct(
    _ operands: [ReferenceValue],
    to shape: Shape,
    transposesLeft: Bool,
    transposesRight: Bool
  ) -> ReferenceValue {
    let (a, b) = (operands[0], operands[1])
    let (rows, columns) = (shape[-2], shape[-1])
    let inner = a.shape[transposesLeft ? -2 : -1]
    let products = shape.dimensions.dropLast(2).reduce(1, *)
    var result = ReferenceValue(repeating: 0, shape: shape)
    for product in 0..<products {
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = operands.count > 2 ? operands[2].values[column] : 0
          for k in 0..<inner {
            let left = transposesLeft ? k * rows + row : row * inner + k
            let right = transposesRight ? column * inner + k : k * columns + column
            sum +=
              a.values[product * rows * inner + left] * b.values[product * inner * columns + right]
          }
          result.values[(product * rows + row) * columns + column] = sum
        }
      }
    }
    return result
  }
}
