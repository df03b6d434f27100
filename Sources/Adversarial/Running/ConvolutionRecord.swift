internal import Archives
internal import Foundation
internal import TensorCore
internal import Training

/// Keeps in snapshots which algorithms computed the run's convolutions, and lets a run that goes on use
/// the same: another one would round otherwise.
final class ConvolutionRecord: Extension {
  let name = "convolutions"

  private static let arrayName = "choices"
  private static let mostBytes = 1 << 20

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
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let bytes = [UInt8](try encoder.encode(choices))
    var state = NamedArrays()
    state[Self.arrayName] = NumpyArray(shape: [bytes.count], elements: .uint8(bytes))
    return state
  }

  func restore(from state: NamedArrays, path: String) throws {
    guard case .uint8(let bytes)? = state[Self.arrayName]?.elements, bytes.count <= Self.mostBytes,
      let choices = try? JSONDecoder().decode(ConvolutionChoices.self, from: Data(bytes))
    else {
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
