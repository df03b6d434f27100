import TensorCore
import TestSupport

/// Convolutions by the reference interpreter, in a geometry that is derived from the settings here.
struct ConvolutionReference {
  let geometry: ConvolutionGeometry
  private let interpreter = ReferenceInterpreter()

  /// Height, width and channels of the output.
  var output: [Int] { Array(geometry.outputShape.dimensions.dropFirst()) }

  init(images: [Int], weights: [Int], _ settings: ConvolutionSettings) {
    let stride = [settings.stride.0, settings.stride.1]
    let dilation = [settings.dilation.0, settings.dilation.1]
    var (before, after, lengths) = ([0, 0], [0, 0], [0, 0])
    for axis in 0..<2 {
      let length = images[1 + axis]
      let reach = (weights[axis] - 1) * dilation[axis] + 1
      switch settings.padding {
      case .same:
        // TensorFlow's guide, "tf.nn: Padding": as much as it takes, the odd one at the end.
        let remainder = length % stride[axis]
        let total = max(reach - (remainder == 0 ? stride[axis] : remainder), 0)
        (before[axis], after[axis]) = (total / 2, total - total / 2)
        lengths[axis] = (length + stride[axis] - 1) / stride[axis]
      case .valid:
        lengths[axis] = (length - reach) / stride[axis] + 1
      case .symmetric(let rows, let columns):
        before[axis] = [rows, columns][axis]
        after[axis] = before[axis]
        lengths[axis] = (length + 2 * before[axis] - reach) / stride[axis] + 1
      }
    }
    geometry = ConvolutionGeometry(
      batch: images[0],
      input: .init(images[1], images[2], images[3]),
      output: .init(lengths[0], lengths[1], weights[3]),
      kernel: .init(weights[0], weights[1]),
      stride: .init(stride[0], stride[1]),
      dilation: .init(dilation[0], dilation[1]),
      paddingBefore: .init(before[0], before[1]),
      paddingAfter: .init(after[0], after[1]),
      groups: settings.groups
    )
  }

  /// Output `[N, H', W', O]` from images, weights and bias.
  func forward(_ images: Tensor, _ weights: Tensor, bias: Tensor?) -> [Double] {
    run(.convolution(geometry), [images, weights] + (bias.map { [$0] } ?? []))
  }

  /// The gradient of the images.
  func inputGradient(_ outputGradient: Tensor, _ weights: Tensor) -> [Double] {
    run(.convolutionInputGradient(geometry), [outputGradient, weights])
  }

  /// The gradient of the weights.
  func weightGradient(_ images: Tensor, _ outputGradient: Tensor) -> [Double] {
    run(.convolutionWeightGradient(geometry), [images, outputGradient])
  }

  /// The gradient of the bias.
  func biasGradient(_ outputGradient: Tensor) -> [Double] {
    run(.sum(axes: [0, 1, 2]), [outputGradient])
  }

  private func run(_ operation: TensorCore.Operation, _ operands: [Tensor]) -> [Double] {
    interpreter.run(operation, on: operands.map(ReferenceValue.init))[0].values
  }
}

extension ConvolutionGeometry {
  /// The geometry of a case.
  init(_ sizes: ConvolutionCase) {
    self =
      ConvolutionReference(
        images: sizes.images.dimensions,
        weights: sizes.weights.dimensions,
        sizes.settings
      ).geometry
  }
}
