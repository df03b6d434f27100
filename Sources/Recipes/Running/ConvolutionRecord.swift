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
    ConvolutionChoices.take(choices)
  }
}
