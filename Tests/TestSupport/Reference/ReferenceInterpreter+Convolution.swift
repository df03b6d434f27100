package import TensorCore

extension ReferenceInterpreter {
  /// The result of a convolution: of all products of an image's element and a weight, those that
  /// meet at an output are added up there, or brought back to where they came from.
  func convolved(
    _ operation: Operation,
    _ x: [ReferenceValue],
    to shape: Shape
  ) -> ReferenceValue {
    switch operation {
    case .convolution(let geometry):
      var y = ReferenceValue(repeating: 0, shape: shape)
      if x.count > 2 { y = ReferenceValue(shape: shape) { x[2].values[$0[3]] } }
      geometry.forEachTap { y.values[$2] += x[0].values[$0] * x[1].values[$1] }
      return y
    case .convolutionInputGradient(let geometry):
      var dx = ReferenceValue(repeating: 0, shape: shape)
      geometry.forEachTap { dx.values[$0] += x[0].values[$2] * x[1].values[$1] }
      return dx
    case .convolutionWeightGradient(let geometry):
      var dw = ReferenceValue(repeating: 0, shape: shape)
      geometry.forEachTap { dw.values[$1] += x[0].values[$0] * x[1].values[$2] }
      return dw
    case .convolutionBiasGradient(let geometry):
      var db = ReferenceValue(repeating: 0, shape: shape)
      for (place, gradient) in x[1].values.enumerated() {
        db.values[place % geometry.output.channels] += gradient
      }
      return db
    case .upsampledConvolution(let geometry, .forward):
      let images = moved(.upsample(factor: 2), [x[0]], to: geometry.inputShape)
      return convolved(.convolution(geometry), [images] + x.dropFirst(), to: shape)
    case .upsampledConvolution(let geometry, .inputGradient):
      let dx = convolved(.convolutionInputGradient(geometry), x, to: geometry.inputShape)
      return moved(.upsampleGradient(factor: 2), [dx], to: shape)
    case .upsampledConvolution(let geometry, .weightGradient):
      let images = moved(.upsample(factor: 2), [x[0]], to: geometry.inputShape)
      return convolved(.convolutionWeightGradient(geometry), [images, x[1]], to: shape)
    default: fatalError("\(operation.name) is not a convolution")
    }
  }
}

extension ConvolutionGeometry {
  /// Calls `body` with the places in images, weights and output that each product joins.
  func forEachTap(_ body: (_ x: Int, _ w: Int, _ y: Int) -> Void) {
    let (inputs, outputs) = (input.channels / groups, output.channels / groups)
    forEachPixelOfWindows { n, i, j, a, b, row, column in
      for o in 0..<output.channels {
        for c in 0..<inputs {
          body(
            ((n * input.height + row) * input.width + column) * input.channels
              + o / outputs * inputs + c,
            ((a * kernel.horizontal + b) * inputs + c) * output.channels + o,
            ((n * output.height + i) * output.width + j) * output.channels + o
          )
        }
      }
    }
  }

  /// Calls `body` with each image n, output pixel (i, j) and tap (a, b) that meets a pixel of the
  /// image, and with that pixel's row and column.
  package func forEachPixelOfWindows(
    _ body: (
      _ n: Int, _ i: Int, _ j: Int, _ a: Int, _ b: Int, _ row: Int, _ column: Int
    ) -> Void
  ) {
    for n in 0..<batch {
      for i in 0..<output.height {
        for j in 0..<output.width {
          for a in 0..<kernel.vertical {
            let row = i * stride.vertical + a * dilation.vertical - paddingBefore.vertical
            guard row >= 0 && row < input.height else { continue }
            for b in 0..<kernel.horizontal {
              let column =
                j * stride.horizontal + b * dilation.horizontal - paddingBefore.horizontal
              guard column >= 0 && column < input.width else { continue }
              body(n, i, j, a, b, row, column)
            }
          }
        }
      }
    }
  }
}
