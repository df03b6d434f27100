internal import TensorCore

extension Writer {
  /// The precision of both operands of a product.
  private var precisions: String {
    precision == .highest ? "HIGHEST, HIGHEST" : "DEFAULT, DEFAULT"
  }

  /// A product of matrices, plus a bias if there is one.
  mutating func matrixProduct(
    _ x: [Value],
    transposesLeft: Bool,
    transposesRight: Bool
  ) -> Value {
    let (a, b) = (x[0], x[1])
    let rank = a.shape.count
    let batch = Array(0..<rank - 2)
    let (inner, rows) = transposesLeft ? (rank - 2, rank - 1) : (rank - 1, rank - 2)
    let (other, columns) = transposesRight ? (rank - 1, rank - 2) : (rank - 2, rank - 1)
    let shape = batch.map { a.shape[$0] } + [a.shape[rows], b.shape[columns]]
    let batching = batch.isEmpty ? "" : "batching_dims = \(batch) x \(batch), "
    let product = add(
      "stablehlo.dot_general \(a.name), \(b.name), \(batching)"
        + "contracting_dims = [\(inner)] x [\(other)], precision = [\(precisions)]",
      "(\(a.type), \(b.type)) -> \(Value("", shape, .float).type)",
      shape,
      .float
    )
    return x.count > 2 ? map("add", product, broadcast(x[2], to: shape)) : product
  }

  /// What a convolution instruction is told.
  private struct Window {
    var dimensions: String
    var stride = [1, 1]
    var padding: [[Int]]
    var inputDilation = [1, 1]
    var kernelDilation = [1, 1]
    var featureGroups = 1
    var batchGroups = 1
  }

  private mutating func convolve(
    _ x: Value,
    _ kernel: Value,
    _ window: Window,
    to shape: [Int]
  ) -> Value {
    let settings =
      "stride = \(window.stride), pad = \(window.padding), lhs_dilate = \(window.inputDilation), "
      + "rhs_dilate = \(window.kernelDilation)"
    let precisions = self.precisions.split(separator: ", ").map { "#stablehlo<precision \($0)>" }
    return add(
      "stablehlo.convolution(\(x.name), \(kernel.name)) dim_numbers = \(window.dimensions), "
        + "window = {\(settings)} {batch_group_count = \(window.batchGroups) : i64, "
        + "feature_group_count = \(window.featureGroups) : i64, "
        + "precision_config = [\(precisions.joined(separator: ", "))]}",
      "(\(x.type), \(kernel.type)) -> \(Value("", shape, .float).type)",
      shape,
      .float
    )
  }

  /// The output of a convolution, from images, weights and a bias if there is one.
  mutating func convolution(_ x: [Value], _ geometry: ConvolutionGeometry) -> Value {
    let shape = geometry.outputShape.dimensions
    // Images may end before or beyond what the windows cover.
    let window = Window(
      dimensions: "[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]",
      stride: geometry.stride.both,
      padding: geometry.perAxis {
        [$0.before, $0.reach + ($0.output - 1) * $0.stride - $0.input - $0.before]
      },
      kernelDilation: geometry.dilation.both,
      featureGroups: geometry.groups
    )
    let output = convolve(x[0], x[1], window, to: shape)
    return x.count > 2 ? map("add", output, broadcast(x[2], to: shape)) : output
  }

  /// The gradient of the images, from that of the output and the weights: a convolution of the gradient, with
  /// zeros between its pixels, with the mirrored kernel, whose channels are exchanged in each group.
  mutating func inputGradient(
    _ gradient: Value,
    _ weights: Value,
    _ geometry: ConvolutionGeometry
  ) -> Value {
    let (groups, kernel) = (geometry.groups, geometry.kernel.both)
    let (inputs, outputs) = (geometry.input.channels / groups, geometry.output.channels / groups)
    var mirrored = convert(
      "reverse",
      weights,
      ", dims = [0, 1]",
      to: weights.shape,
      .float
    )
    if groups > 1 {
      let apart = reshape(mirrored, kernel + [inputs, groups, outputs])
      mirrored = reshape(transpose(apart, [0, 1, 4, 3, 2]), kernel + [outputs, groups * inputs])
    }
    let kernelAxes = groups > 1 ? "[0, 1, i, o]" : "[0, 1, o, i]"
    let window = Window(
      dimensions: "[b, 0, 1, f]x\(kernelAxes)->[b, 0, 1, f]",
      padding: geometry.perAxis {
        let before = $0.reach - 1 - $0.before
        return [before, $0.input + $0.reach - 2 - ($0.output - 1) * $0.stride - before]
      },
      inputDilation: geometry.stride.both,
      kernelDilation: geometry.dilation.both,
      featureGroups: groups
    )
    return convolve(gradient, mirrored, window, to: geometry.inputShape.dimensions)
  }

  /// The gradient of the weights, from the images and the output's gradient: a convolution of the images, the
  /// channels of which count as images, with the gradient as a kernel.
  mutating func weightGradient(
    _ images: Value,
    _ gradient: Value,
    _ geometry: ConvolutionGeometry
  ) -> Value {
    let window = Window(
      dimensions: "[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]",
      stride: geometry.dilation.both,
      padding: geometry.perAxis {
        [$0.before, $0.reach + ($0.output - 1) * $0.stride - $0.input - $0.before]
      },
      kernelDilation: geometry.stride.both,
      batchGroups: geometry.groups
    )
    return convolve(images, gradient, window, to: geometry.weightShape.dimensions)
  }
}

extension ConvolutionGeometry {
  /// The sizes along one direction.
  fileprivate struct Axis {
    let input: Int
    let output: Int
    let stride: Int
    /// Zeros before the input.
    let before: Int
    /// The input's pixels from a kernel's first tap to its last.
    let reach: Int
  }

  /// What a function makes of the vertical and of the horizontal sizes.
  fileprivate func perAxis(_ make: (Axis) -> [Int]) -> [[Int]] {
    [
      make(
        Axis(
          input: input.height,
          output: output.height,
          stride: stride.vertical,
          before: paddingBefore.vertical,
          reach: dilation.vertical * (kernel.vertical - 1) + 1
        )
      ),
      make(
        Axis(
          input: input.width,
          output: output.width,
          stride: stride.horizontal,
          before: paddingBefore.horizontal,
          reach: dilation.horizontal * (kernel.horizontal - 1) + 1
        )
      ),
    ]
  }
}

extension ConvolutionGeometry.Pair {
  /// The vertical number, then the horizontal one.
  fileprivate var both: [Int] { [vertical, horizontal] }
}
