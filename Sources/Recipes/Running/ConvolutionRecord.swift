internal import Archives
internal import TensorCore
internal import Training

/// Records the algorithms that computed the run's convolutions: in snapshots, so that a resumed run uses the
/// same ones, as others would round differently; and measured ones in the user's cache, between iterations.
final class ConvolutionRecord: Extension {
  let name = "convolutions"

  private static let arrayName = "choices"

  private let context: Context
  private let cache: ConvolutionCache?
  private var restored = ConvolutionChoices()
  private var keptCount = 0

  /// A record of a context's choices.
  init(of context: Context, keepingIn cache: ConvolutionCache?) {
    (self.context, self.cache) = (context, cache)
  }

  /// The choices of the whole run, including those before a resume.
  var choices: ConvolutionChoices {
    var choices = restored
    choices.merge(context.usedChoices)
    return choices
  }

  /// Stores what has been measured since the last time, usually in the first iteration.
  func observe(_ trainer: Trainer) { keep() }

  func run(in trainer: Trainer) {}

  /// Stores the rest.
  func finalize(_ trainer: Trainer) { keep() }

  private func keep() {
    guard let cache else { return }
    let measured = context.measuredChoices
    guard measured.algorithms.count > keptCount else { return }
    cache.keep(measured)
    keptCount = measured.algorithms.count
  }

  func findings(in trainer: Trainer) -> [RunFinding] {
    let summary = choices.summary
    return summary.isEmpty ? [] : [.note(summary, about: "convolutions")]
  }

  /// JSON as bytes.
  func state() throws -> NamedArrays {
    var state = NamedArrays()
    state[Self.arrayName] = try NumpyArray(encoding: choices)
    return state
  }

  func restore(from state: StateReader) throws {
    let array = try state.array(Self.arrayName)
    guard let choices = array.decoded(as: ConvolutionChoices.self) else {
      throw state.problem(
        Self.arrayName,
        found: "cannot be read",
        expected: "the names of convolution algorithms as JSON"
      )
    }
    restored = choices
    context.adopt(choices)
  }
}
