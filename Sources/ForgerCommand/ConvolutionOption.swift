public import ArgumentParser
import Recipes
public import TensorCore

extension ConvolutionPolicy: ExpressibleByArgument {}

extension ArgumentHelp {
  /// Help for `--conv-algorithms`.
  static let convolutionAlgorithms = ArgumentHelp(
    """
    auto: benchmark once, cached in ~/.cache/forger/\(ConvolutionCache.fileName); fixed: heuristic; \
    others: where supported, otherwise oneDNN.
    """,
    valueName: "which"
  )
}

extension ConvolutionPolicy {
  /// Where measured choices are cached on this machine; `nil` if the policy measures nothing.
  var cache: ConvolutionCache? { self == .automatic ? ConvolutionCache() : nil }
}
