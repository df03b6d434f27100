extension Operation {
  /// What is computed, in a few words for messages and profiles.
  public var name: String {
    switch self {
    case .fill: "fill"
    case .random: "random numbers"
    case .unary(let function): function.name
    case .binary(let function): function.name
    case .isFinite: "is finite"
    case .sum: "sum"
    case .maximum: "maximum"
    case .broadcast: "broadcast"
    case .transpose: "transpose"
    case .slice: "slice"
    case .place: "pad"
    case .concatenate: "concatenate"
    case .upsample: "upsample"
    case .upsampleGradient: "upsample gradient"
    case .matrixProduct: "matrix product"
    case .convolution: "convolution"
    case .convolutionInputGradient: "convolution, input gradient"
    case .convolutionWeightGradient: "convolution, weight gradient"
    case .upsampledConvolution(_, .forward): "upsampled convolution"
    case .upsampledConvolution(_, let pass): "upsampled convolution, \(pass.rawValue)"
    case .maximumPool: "max pooling"
    case .pick: "pick"
    case .scatterAdd: "scatter, add"
    case .moments: "batch norm moments"
    case .normalize: "batch norm"
    case .normalizationSums: "batch norm sums, backward"
    case .normalizationGradient: "batch norm gradient"
    case .leakyReLU: "leaky ReLU"
    case .leakyReLUGradient: "leaky ReLU gradient"
    case .addNoise: "add noise"
    case .rectifiedPass(nil, _, _): "leaky ReLU after noise"
    case .rectifiedPass: "batch norm and leaky ReLU"
    case .update: "optimizer"
    }
  }
}
