import ArgumentParser
import TensorCore

/// `--threads`.
struct ThreadOption: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("Threads to compute with. (default: all cores)", valueName: "n")
  )
  var count: Int?

  func validate() throws { try check(count, of: "--threads", isIn: 1...1024) }

  /// A context with so many threads; its policy is the rule of thumb's unless another is given.
  func context(
    _ policy: ConvolutionPolicy = .fixed,
    following choices: ConvolutionChoices = ConvolutionChoices()
  ) -> Context {
    Context(threadCount: count, policy: policy, choices: choices)
  }
}
