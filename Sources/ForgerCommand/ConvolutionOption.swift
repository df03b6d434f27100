public import ArgumentParser
import Recipes
public import TensorCore

extension ConvolutionAlgorithms: ExpressibleByArgument {}

extension ArgumentHelp {
  /// For `--conv-algorithms`.
  static let convolutionAlgorithms = ArgumentHelp(
    """
    What computes convolutions: whatever is fastest here by measurement, kept in \
    ~/.cache/forger/\(ConvolutionCache.fileName); what tends to be, or one algorithm where it can.
    """,
    valueName: "which"
  )
}

extension ConvolutionAlgorithms {
  /// Chooses so from now on, with what was measured on this machine before.
  func apply() {
    Self.chosen = self
    if self == .automatic { ConvolutionCache()?.connect() }
  }
}
