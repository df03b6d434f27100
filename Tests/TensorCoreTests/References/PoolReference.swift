import TensorCore
import TestSupport

/// Pooling by the reference interpreter, and average pooling from its definition.
struct PoolReference {
  let geometry: ConvolutionGeometry
  private let interpreter = ReferenceInterpreter()

  /// Height, width and channels of the output.
  var output: [Int] { Array(geometry.outputShape.dimensions.dropFirst()) }

  /// Windows of `kernel` over images `[N, H, W, C]`.
  init(
    images: [Int],
    kernel: (Int, Int),
    stride: (Int, Int),
    padding: ConvolutionSettings.Padding
  ) {
    geometry =
      ConvolutionReference(
        images: images,
        weights: [kernel.0, kernel.1, 1, images[3]],
        ConvolutionSettings(stride: stride, padding: padding, groups: images[3])
      ).geometry
  }

  func maximum(_ images: Tensor) -> [Double] { pooled(images)[0].values }

  /// Gradients go to the first of the largest pixels of each window.
  func maximumGradient(_ images: Tensor, _ outputGradient: Tensor) -> [Double] {
    let indices = pooled(images)[1]
    return interpreter.run(
      .scatterAdd(into: images.shape),
      on: [ReferenceValue(outputGradient), indices]
    )[0].values
  }

  private func pooled(_ images: Tensor) -> [ReferenceValue] {
    interpreter.run(.maximumPool(geometry), on: [ReferenceValue(images)])
  }

  func average(_ images: Tensor, countsPadding: Bool) -> [Double] {
    let x = ReferenceValue(images)
    var sums = ReferenceValue(repeating: 0, shape: geometry.outputShape)
    var counts = sums
    geometry.forEachPixelOfWindows { n, i, j, _, _, row, column in
      for c in 0..<images.shape[3] {
        sums[[n, i, j, c]] += x[[n, row, column, c]]
        counts[[n, i, j, c]] += 1
      }
    }
    let area = Double(geometry.kernel.vertical * geometry.kernel.horizontal)
    return zip(sums.values, counts.values).map { $0 / (countsPadding ? area : $1) }
  }
}
