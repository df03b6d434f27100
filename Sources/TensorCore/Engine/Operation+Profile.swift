extension Operation {
  /// A short name for messages and profiles.
  public var name: String {
    switch self {
    case .fill: "fill"
    case .random: "random numbers"
    case .unary(let function): function.name
    case .binary(let function): function.name
    case .isFinite: "isFinite"
    case .sum: "sum"
    case .maximum: "maximum"
    case .broadcast: "broadcast"
    case .transpose: "transposed"
    case .slice: "slice"
    case .place: "padded"
    case .concatenate: "concatenate"
    case .upsample: "upsampleNearest"
    case .upsampleGradient: "upsampleNearest gradient"
    case .matrixProduct: "matrixProduct"
    case .convolution: "conv2D"
    case .convolutionInputGradient: "conv2D, input gradient"
    case .convolutionWeightGradient: "conv2D, weight gradient"
    case .convolutionBiasGradient: "conv2D, bias gradient"
    case .upsampledConvolution(_, .forward): "conv2D of upsampled"
    case .upsampledConvolution(_, .inputGradient): "conv2D of upsampled, input gradient"
    case .upsampledConvolution(_, .weightGradient): "conv2D of upsampled, weight gradient"
    case .maximumPool: "maxPool2D"
    case .pick: "maxPool2D, pick"
    case .scatterAdd: "maxPool2D gradient"
    case .moments: "batchNorm moments"
    case .normalize: "batchNorm"
    case .normalizationSums: "batchNorm sums, backward"
    case .normalizationGradient: "batchNorm input gradient"
    case .leakyReLU: "leakyReLU"
    case .leakyReLUGradient: "leakyReLU gradient"
    case .addNoise: "gaussianNoise"
    case .rectifiedPass(nil, _, _): "gaussianNoise, leakyReLU"
    case .rectifiedPass(_, nil, _): "batchNorm, leakyReLU"
    case .rectifiedPass: "batchNorm, gaussianNoise, leakyReLU"
    case .update: "optimizer"
    }
  }

  /// The name with the sizes, if they matter: "product 32×784 · 784×1024ᵀ".
  func profileName(of shapes: [Shape]) -> String {
    switch self {
    case .matrixProduct(let left, let right):
      MatrixProductGeometry(shapes[0], shapes[1], transposesLeft: left, transposesRight: right)
        .profileName
    case .convolution(let geometry): geometry.profileName(.forward)
    case .convolutionInputGradient(let geometry): geometry.profileName(.inputGradient)
    case .convolutionWeightGradient(let geometry): geometry.profileName(.weightGradient)
    case .upsampledConvolution(let geometry, let pass):
      "upsampled " + FoldedConvolution(geometry).folded.profileName(pass)
    default: name
    }
  }

  /// The number of arithmetic operations by definition, and the bytes read and written: all operands once,
  /// and the results.
  func work(of shapes: [Shape]) -> Profiler.Work {
    let results = outputs(of: shapes).filter { $0.kind != .bit }
    let values =
      shapes.reduce(0) { $0 + $1.elementCount } + results.reduce(0) { $0 + $1.shape.elementCount }
    let operations: Double =
      switch self {
      case .matrixProduct(let left, let right):
        MatrixProductGeometry(shapes[0], shapes[1], transposesLeft: left, transposesRight: right)
          .floatingPointOperations
      case .convolution(let g), .convolutionInputGradient(let g), .convolutionWeightGradient(let g),
        .upsampledConvolution(let g, _):
        g.floatingPointOperations
      default: 0
      }
    return Profiler.Work(operations: operations, values: values)
  }
}
