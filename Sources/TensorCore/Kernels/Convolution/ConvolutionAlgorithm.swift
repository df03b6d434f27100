/// An algorithm for a convolution pass.
public enum ConvolutionAlgorithm: String, CaseIterable, Codable, Sendable {
  /// oneDNN's implementation, which covers all convolutions.
  case oneDNN = "onednn"
  /// Winograd's algorithm: fewer multiplications than the definition, for kernels of 2, 3 and 5 with a stride
  /// of 1 and, phase by phase, of 3 to 6, 9 and 10 with a stride of 2; in groups
  /// of 16 channels, for kernels of 3 with a stride of 1, whose weight gradient follows the definition.
  case winograd
  /// Dense products over pixels, for images with very few channels on one side.
  case narrow

  /// A number that changes with the speed or the coverage of Forger's own algorithms: measurements of other
  /// versions are discarded.
  public static let version = 3
}

extension ConvolutionAlgorithm {
  /// Winograd's algorithm saves no time for fewer pixels in a batch's output.
  private static let manyPixels = 256

  /// Images with fewer channels than a vector has lanes are left to the dense products.
  private static let fewChannels = 16

  /// The algorithms worth trying; among equals the first is preferred.
  static func candidates(for g: ConvolutionGeometry, _ pass: ConvolutionPass) -> [Self] {
    allCases.filter { algorithm in
      switch algorithm {
      case .oneDNN: true
      case .narrow, .winograd: PlannedConvolution(g, pass, by: algorithm)?.isPromising ?? false
      }
    }
  }

  /// The heuristic, the same on all machines.
  static func usual(for g: ConvolutionGeometry, _ pass: ConvolutionPass) -> Self {
    let isWide = min(g.input.channels, g.output.channels) >= fewChannels
    if isWide && g.batch * g.output.height * g.output.width < manyPixels { return .oneDNN }
    let own: Self = isWide ? .winograd : .narrow
    let plan = PlannedConvolution(g, pass, by: own)
    return plan?.isPromising ?? false ? own : .oneDNN
  }

  /// This algorithm, or oneDNN if it does not cover a convolution.
  func orOneDNN(for g: ConvolutionGeometry, _ pass: ConvolutionPass) -> Self {
    self == .oneDNN || PlannedConvolution(g, pass, by: self) != nil ? self : .oneDNN
  }
}
