/// How the algorithm of each convolution is chosen.
///
/// Results of different algorithms differ by rounding: about 10⁻⁵ of the largest value. So whoever wants
/// the same numbers from each run has to choose the same each time: by `fixed`, which is what a program
/// gets that chooses nothing, or by `automatic` with `ConvolutionChoices` that were kept.
public enum ConvolutionPolicy: String, CaseIterable, Sendable {
  /// The fastest by measurement: all candidates are timed when a convolution is first met.
  case automatic = "auto"
  /// By a rule of thumb: Forger's own where they cover a convolution and tend to be faster.
  case fixed
  /// oneDNN's alone.
  case oneDNN = "onednn"
  /// Winograd's algorithm wherever it covers a convolution, oneDNN's elsewhere.
  case winograd
  /// Dense products over pixels wherever they cover a convolution, oneDNN's elsewhere.
  case narrow

  /// The one algorithm that is forced, if one is.
  var forced: ConvolutionAlgorithm? {
    switch self {
    case .automatic, .fixed: nil
    case .oneDNN: .oneDNN
    case .winograd: .winograd
    case .narrow: .narrow
    }
  }
}
