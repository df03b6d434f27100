/// The policy by which the algorithm of each convolution is chosen.
///
/// Results of different algorithms differ by rounding: about 10⁻⁵ of the largest value. To get the same
/// numbers in each run, use `fixed`, the default, or `automatic` with stored `ConvolutionChoices`.
public enum ConvolutionPolicy: String, CaseIterable, Sendable {
  /// The fastest algorithm by measurement: all candidates are timed when a convolution is first run.
  case automatic = "auto"
  /// By heuristic: Forger's own algorithms where they cover a convolution and tend to be faster.
  case fixed
  /// oneDNN only.
  case oneDNN = "onednn"
  /// Winograd's algorithm wherever it covers a convolution, otherwise oneDNN.
  case winograd
  /// Dense products over pixels wherever they cover a convolution, otherwise oneDNN.
  case narrow

  /// The algorithm that is forced, if there is one.
  var forced: ConvolutionAlgorithm? {
    switch self {
    case .automatic, .fixed: nil
    case .oneDNN: .oneDNN
    case .winograd: .winograd
    case .narrow: .narrow
    }
  }
}
