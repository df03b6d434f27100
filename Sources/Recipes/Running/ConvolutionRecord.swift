internal import Archives
internal import TensorCore
internal import Training

/// Keeps in snapshots which algorithms computed the run's convolutions, and lets a run that goes on use
/// the same: another one would round otherwise.
final class ConvolutionRecord: Extension {
  let name = "convolutions"

  private static let arrayName = "choices"

  private var restored = ConvolutionChoices()

  /// Those of the whole run, what came before a resume included.
  var choices: ConvolutionChoices {
    var choices = restored
    choices.merge(.used)
    return choices
  }

  func run(in trainer: Trainer) throws {}

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

  func restore(from state: NamedArrays, path: String) throws {
    guard let choices = state[Self.arrayName]?.decoded(as: ConvolutionChoices.self) else {
      throw FileProblem(
        path,
        found: "its '\(Self.arrayName)' of convolutions cannot be read",
        expected: "the algorithms' names as JSON"
      )
    }
    restored = choices
    ConvolutionChoices.take(choices)
  }
}
