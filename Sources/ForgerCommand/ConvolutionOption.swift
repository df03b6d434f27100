public import ArgumentParser
import Recipes
public import TensorCore

extension ConvolutionPolicy: ExpressibleByArgument {}

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

extension ConvolutionPolicy {
  /// Where choices made under the policy are kept on this machine, if they are.
  var cache: ConvolutionCache? { self == .automatic ? ConvolutionCache() : nil }
}
