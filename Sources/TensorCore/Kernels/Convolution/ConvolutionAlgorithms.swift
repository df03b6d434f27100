import Synchronization

/// How the algorithm of each convolution is chosen.
///
/// Results of different algorithms differ by rounding: about 10⁻⁵ of the largest value. So whoever wants
/// the same numbers from each run has to choose the same each time: by `fixed`, which is what a program
/// gets that chooses nothing, or by `automatic` with `ConvolutionChoices` that were kept.
public enum ConvolutionAlgorithms: String, CaseIterable, Sendable {
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

  private static let setting = Mutex<ConvolutionAlgorithms>(.fixed)

  /// How all threads choose from now on.
  public static var chosen: ConvolutionAlgorithms {
    get { setting.withLock { $0 } }
    set { setting.withLock { $0 = newValue } }
  }

  /// How the current task chooses, whatever `chosen` says.
  @TaskLocal package static var ofTask: ConvolutionAlgorithms?

  /// How the current task chooses.
  static var current: ConvolutionAlgorithms { ofTask ?? chosen }

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
