import Synchronization

/// Which algorithms compute convolutions.
public enum ConvolutionAlgorithms: String, CaseIterable, Sendable {
  /// Forger's own where they cover a convolution, oneDNN's elsewhere.
  case automatic = "auto"
  /// oneDNN's alone.
  case oneDNN = "onednn"

  private static let isOneDNNAlone = Atomic<Bool>(false)

  /// Those that all threads use from now on.
  ///
  /// Results of different algorithms differ by rounding: about 10⁻⁵ of the largest value.
  public static var chosen: ConvolutionAlgorithms {
    get { isOneDNNAlone.load(ordering: .relaxed) ? .oneDNN : .automatic }
    set { isOneDNNAlone.store(newValue == .oneDNN, ordering: .relaxed) }
  }
}
