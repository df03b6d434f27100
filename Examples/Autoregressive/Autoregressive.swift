import ArgumentParser
import Datasets
import ExampleSupport
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// A gated PixelCNN: exact likelihoods, and samples pixel by pixel.
@main
struct Autoregressive: ImageModelExample {
  static let configuration = CommandConfiguration(
    commandName: "Autoregressive",
    abstract: "Teach a gated PixelCNN the probability of every pixel, given those before it."
  )

  @Option(help: "What to learn from: the name of a dataset, or a path.")
  var dataset = "fashion-mnist"

  @Option(help: "The width of the network.")
  var channels = 32

  @Option(help: "The number of gated layers.")
  var depth = 7

  @Option(help: "Minutes of training.")
  var minutes = 5.0

  @Option(help: "The number of samples.")
  var samples = 64

  @Flag(help: "Continue the run in the folder, or only use it where it has had its minutes.")
  var resume = false

  @Option(help: "The folder for the run and the samples.")
  var out = "autoregressive"

  var batchSize: Int { 32 }
  var exactness: String { "exactly" }
  var rule: any UpdateRule { Adam(learningRate: 2e-3) }

  func validate() throws {
    try validateCommonOptions()
    guard channels > 0, depth > 0 else {
      throw ValidationError("--channels and --depth must be positive.")
    }
  }

  func makeModel(using weights: RandomStream) -> PixelCNN {
    let shape = BinaryImages.shape
    return PixelCNN(
      height: shape.height,
      width: shape.width,
      channels: channels,
      depth: depth,
      using: weights
    )
  }

  /// Completes upper halves, and measures what sampling takes without sharing work between pixels.
  func show(_ model: PixelCNN, on images: BinaryImages) throws {
    let originals = BinaryImages.tensor(try images.test.batch(of: Array(0..<8)))
    let random = RandomStream(seed: 0, purpose: "completions")
    let half = BinaryImages.shape.height / 2
    let completed = (0..<5).map { _ in model.completions(of: originals, from: half, using: random) }
    try write(concatenate([originals] + completed), columns: 8, as: "completions")

    let seconds =
      ContinuousClock().measure {
        _ = model.sampleByWholePasses(8, using: random)
      } / .seconds(1)
    print(
      "8 of them, by a pass through the whole network for each pixel: \(String(format: "%.2f", seconds)) s."
    )
  }
}
