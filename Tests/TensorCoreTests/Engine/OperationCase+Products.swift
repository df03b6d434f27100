import TensorCore

extension OperationCase {
  /// Axes in front, rows, inner length and columns.
  private static let matrices: [([Int], Int, Int, Int)] = [
    ([], 1, 1, 1), ([], 5, 7, 3), ([], 1, 33, 17), ([], 19, 64, 40), ([3], 2, 9, 5),
    ([2, 2], 3, 1, 4), ([], 2, 0, 3), ([], 70, 300, 1),
  ]

  static let products: [OperationCase] = {
    var cases: [OperationCase] = []
    for (batch, rows, inner, columns) in matrices {
      for (left, right) in [(false, false), (true, false), (false, true), (true, true)] {
        let operation = Operation.matrixProduct(transposesLeft: left, transposesRight: right)
        let a = Shape(batch + (left ? [inner, rows] : [rows, inner]))
        let b = Shape(batch + (right ? [columns, inner] : [inner, columns]))
        cases.append(OperationCase(operation, of: a, b))
        cases.append(OperationCase(operation, of: a, b, [columns]))
      }
    }
    return cases
  }()

  static let convolutions: [OperationCase] = {
    var cases: [OperationCase] = []
    for geometry in ConvolutionCase.all.map({ ConvolutionGeometry($0) }) {
      let (x, w, y) = (geometry.inputShape, geometry.weightShape, geometry.outputShape)
      cases.append(OperationCase(.convolution(geometry), of: x, w))
      cases.append(OperationCase(.convolution(geometry), of: x, w, [w[3]]))
      cases.append(OperationCase(.convolutionInputGradient(geometry), of: y, w))
      cases.append(OperationCase(.convolutionWeightGradient(geometry), of: x, y))
      cases.append(OperationCase(.convolutionBiasGradient(geometry), of: x, y))
    }
    return cases + upsampled
  }()

  /// Images, channels of the output and kernels of convolutions of doubled pixels.
  private static let doubled: [(Shape, Int, Int)] = [
    ([1, 1, 1, 1], 1, 3), ([3, 2, 5, 3], 8, 5), ([2, 3, 4, 16], 9, 7), ([4, 7, 7, 16], 16, 5),
  ]

  private static let upsampled: [OperationCase] = {
    var cases: [OperationCase] = []
    for (x, channels, kernel) in doubled {
      let large: Shape = [x[0], 2 * x[1], 2 * x[2], x[3]]
      let geometry = ConvolutionGeometry(
        ConvolutionCase(large, kernel: (kernel, kernel), to: channels, .same)
      )
      let (w, y) = (geometry.weightShape, geometry.outputShape)
      cases.append(OperationCase(.upsampledConvolution(geometry, .forward), of: x, w))
      cases.append(OperationCase(.upsampledConvolution(geometry, .forward), of: x, w, [channels]))
      cases.append(OperationCase(.upsampledConvolution(geometry, .inputGradient), of: y, w))
      cases.append(OperationCase(.upsampledConvolution(geometry, .weightGradient), of: x, y))
    }
    return cases
  }()

  static let pooling: [OperationCase] = PoolTests.Case.all.flatMap { sizes -> [OperationCase] in
    let geometry = sizes.reference.geometry
    let (x, y) = (geometry.inputShape, geometry.outputShape)
    return [
      OperationCase(.maximumPool(geometry), of: x),
      OperationCase(.pick, [.numbers(x), .indices(geometry)]),
      OperationCase(.scatterAdd(into: x), [.numbers(y), .indices(geometry)]),
    ]
  }
}
