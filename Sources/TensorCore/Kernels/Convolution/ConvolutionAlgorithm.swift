/// A way to compute a pass of a convolution.
public enum ConvolutionAlgorithm: String, CaseIterable, Codable, Sendable {
  /// oneDNN's, which covers everything.
  case oneDNN = "onednn"
  /// Winograd's: fewer products than the definition has, for kernels of 2, 3 and 5 with a stride of 1,
  /// and, phase by phase, of 3 to 6, 9 and 10 with a stride of 2. In groups of 16 channels, kernels of 3
  /// with a stride of 1, whose weights' gradient is by the definition.
  case winograd
  /// Dense products over pixels, where the images on one side have very few channels.
  case narrow

  /// A number that changes with the speed or the coverage of Forger's own: measurements of other
  /// versions count no more.
  public static let version = 3
}

extension ConvolutionAlgorithm {
  /// Winograd's algorithm saves no time for fewer pixels in a batch's output.
  private static let manyPixels = 256

  /// Images of fewer channels than a vector has lanes are left to the dense products.
  private static let fewChannels = 16

  /// Those that may be worth their time, the first of equals first.
  static func candidates(for g: ConvolutionGeometry, _ pass: ConvolutionPass) -> [Self] {
    allCases.filter { algorithm in
      switch algorithm {
      case .oneDNN: true
      case .narrow, .winograd: PlannedConvolution(g, pass, by: algorithm)?.isPromising ?? false
      }
    }
  }

  /// A rule of thumb, the same on all machines.
  static func usual(for g: ConvolutionGeometry, _ pass: ConvolutionPass) -> Self {
    let isWide = min(g.input.channels, g.output.channels) >= fewChannels
    if isWide && g.batch * g.output.height * g.output.width < manyPixels { return .oneDNN }
    let own: Self = isWide ? .winograd : .narrow
    let plan = PlannedConvolution(g, pass, by: own)
    return plan?.isPromising ?? false ? own : .oneDNN
  }

  /// Itself, or oneDNN's where it does not cover a convolution.
  func orOneDNN(for g: ConvolutionGeometry, _ pass: ConvolutionPass) -> Self {
    self == .oneDNN || PlannedConvolution(g, pass, by: self) != nil ? self : .oneDNN
  }
}
