public import Adversarial
public import ArgumentParser
public import Datasets
import Foundation
import Imaging
import Randomness
import Recipes
public import TensorCore

/// A tutorial's program.
///
/// This reads a dataset, prints losses and writes samples; the GAN is in the program.
public protocol TutorialExample: ParsableCommand {
  /// The name of a dataset, or a path.
  var dataset: String { get }
  /// The number of training steps.
  var iterations: Int { get }
  /// The folder for the samples.
  var out: String { get }

  /// Trains the GAN.
  func train() throws
}

/// Computes with the convolution algorithms that are fastest on this machine: what the user's cache does not know
/// is measured when it is first used, and kept there.
func withMeasuredConvolutions(_ body: () throws -> Void) rethrows {
  SpinCount.apply()
  let cache = ConvolutionCache()
  let context = Context(policy: .automatic, choices: cache?.choices ?? ConvolutionChoices())
  try context.run { try body() }
  cache?.keep(context.measuredChoices)
}

extension TutorialExample {
  /// Trains with the convolution algorithms that are fastest on this machine: the first step measures those
  /// that the user's cache does not know, as `forger` does.
  public func run() throws { try withMeasuredConvolutions { try train() } }

  /// Throws `ValidationError` unless an option is positive.
  public func requirePositive(_ value: Int, _ option: String) throws {
    guard value > 0 else { throw ValidationError("\(option) must be positive.") }
  }

  /// Batches of the dataset, cropped and resized to `shape`, shuffled anew in each epoch; also creates
  /// the folder for the samples, so that errors show before training.
  public func shuffledBatches(of shape: ImageShape, size: Int) throws -> ShuffledBatches {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    return try ShuffledBatches(
      Datasets.open(dataset).adapted(to: shape),
      batchSize: size,
      stream: RandomStream(seed: 0, purpose: "shuffling")
    )
  }

  /// Whether an event is due that happens every `count` iterations and after the last one.
  public func isDue(_ iteration: Int, every count: Int) -> Bool {
    iteration % count == 0 || iteration == iterations
  }

  /// Prints both losses, which are scalars.
  public func report(_ place: String, generator: Tensor, discriminator: Tensor) {
    print("\(place): generator \(generator.scalar), discriminator \(discriminator.scalar)")
  }

  /// Writes samples `[N, H, W, C]` to `name`.png, in a grid that is as square as possible.
  public func write(_ samples: Tensor, in range: PixelRange, as name: String) throws {
    let columns = Int(Double(samples.shape[0]).squareRoot().rounded(.up))
    let grid = ImageGrid(rows: (samples.shape[0] - 1) / columns + 1, columns: columns)
    try PNG.write(grid.image(of: range.images(samples)), to: "\(out)/\(name).png")
  }
}
