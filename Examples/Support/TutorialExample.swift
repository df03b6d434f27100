public import Adversarial
public import ArgumentParser
public import Datasets
import Foundation
import Imaging
import Randomness
public import TensorCore

/// A tutorial's program.
///
/// Images come from a dataset, losses go to the terminal, samples to a folder; the GAN is in the program.
public protocol TutorialExample: ParsableCommand {
  /// The name of a dataset, or a path.
  var dataset: String { get }
  /// The number of training steps.
  var iterations: Int { get }
  /// The folder for the samples.
  var out: String { get }
}

extension TutorialExample {
  /// Throws `ValidationError` unless an option is positive.
  public func requirePositive(_ value: Int, _ option: String) throws {
    guard value > 0 else { throw ValidationError("\(option) must be positive.") }
  }

  /// Batches of the dataset, cropped and resized to `shape`, in an order of their own in each epoch; makes
  /// the folder for the samples, too, so that what cannot work fails before it takes time.
  public func shuffledBatches(of shape: ImageShape, size: Int) throws -> ShuffledBatches {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    return try ShuffledBatches(
      Datasets.open(dataset).adapted(to: shape),
      batchSize: size,
      stream: RandomStream(seed: 0, purpose: "shuffling")
    )
  }

  /// Whether something is due that happens every so many iterations, and after the last one.
  public func isDue(_ iteration: Int, every count: Int) -> Bool {
    iteration % count == 0 || iteration == iterations
  }

  /// Prints both losses, which are scalars.
  public func report(_ place: String, generator: Tensor, discriminator: Tensor) {
    print("\(place): generator \(generator.scalar), discriminator \(discriminator.scalar)")
  }

  /// Writes samples `[N, H, W, C]` as a grid, as square as their number allows, to `name`.png.
  public func write(_ samples: Tensor, in range: PixelRange, as name: String) throws {
    let columns = Int(Double(samples.shape[0]).squareRoot().rounded(.up))
    let grid = ImageGrid(rows: (samples.shape[0] - 1) / columns + 1, columns: columns)
    try PNG.write(grid.picture(of: range.images(samples)), to: "\(out)/\(name).png")
  }
}
