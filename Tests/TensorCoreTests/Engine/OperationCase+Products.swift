import TensorCore

extension OperationCase {
  static let products: [OperationCase] =
    ([([], 1, 1, 1), ([], 5, 7, 3), ([], 1, 33, 17), ([], 19, 64, 40), ([3], 2, 9, 5), ([2, 2], 3, 1, 4),
      ([], 2, 0, 3), ([], 70, 300, 1)] as [([Int], Int, Int, Int)]).flatMap {
        batch, rows, inner, columns in
        [(false, false), (true, false), (false, true), (true, true)].flatMap { left, right in
          let operation = Operation.matrixProduct(transposesLeft: left, transposesRight: right)
          let a = Shape(batch + (left ? [inner, rows] : [rows, inner]))
          let b = Shape(batch + (right ? [columns, inner] : [inner, columns]))
          return [OperationCase(operation, of: a, b), OperationCase(operation, of: a, b, [columns])]
        }
      }

  static let convolutions: [OperationCase] =
    ConvolutionCase.all.map { ConvolutionGeometry($0) }.flatMap { geometry in
      let (x, w, y) = (geometry.inputShape, geometry.weightShape, geometry.outputShape)
      return [
        OperationCase(.convolution(geometry), of: x, w),
        OperationCase(.convolution(geometry), of: x, w, [w[3]]),
        OperationCase(.convolutionInputGradient(geometry), of: y, w),
        OperationCase(.convolutionWeightGradient(geometry), of: x, y),
      ]
    } + upsampled

  private static let upsampled: [OperationCase] =
    [([1, 1, 1, 1], 1, 3), ([3, 2, 5, 3], 8, 5), ([2, 3, 4, 16], 9, 7), ([4, 7, 7, 16], 16, 5)].flatMap {
      (images: Shape, channels, kernel) in
      let doubled: Shape = [images[0], 2 * images[1], 2 * images[2], images[3]]
      let geometry = ConvolutionGeometry(
        ConvolutionCase(doubled, kernel: (kernel, kernel), to: channels, .same)
      )
      let (w, y) = (geometry.weightShape, geometry.outputShape)
      return [
        OperationCase(.upsampledConvolution(geometry, .forward), of: images, w),
        OperationCase(.upsampledConvolution(geometry, .forward), of: images, w, [channels]),
        OperationCase(.upsampledConvolution(geometry, .inputGradient), of: y, w),
        OperationCase(.upsampledConvolution(geometry, .weightGradient), of: images, y),
      ]
    }

  static let pooling: [OperationCase] = PoolTests.Case.all.flatMap { sizes in
    let geometry = sizes.reference.geometry
    let (x, y) = (geometry.inputShape, geometry.outputShape)
    return [
      OperationCase(.maximumPool(geometry), of: x),
      OperationCase(.pick, .numbers(x), .indices(geometry)),
      OperationCase(.scatterAdd(into: x), .numbers(y), .indices(geometry)),
    ]
  }
}
