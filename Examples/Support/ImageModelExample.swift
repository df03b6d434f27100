import Adversarial
public import ArgumentParser
import Datasets
import Foundation
import Imaging
public import Optimizers
public import Randomness
public import TensorCore
import Terminal
import Training

/// A program that trains a model of binary images for some minutes, and shows what it has learned.
///
/// The model is in the program; this trains it with Forger's trainer, measures it on the test split, and writes
/// samples.
public protocol ImageModelExample: ParsableCommand {
  /// The model.
  associatedtype Model: ImageModel

  /// The name of a dataset, or a path.
  var dataset: String { get }
  /// The minutes of training, including those before a resume.
  var minutes: Double { get }
  /// The number of samples.
  var samples: Int { get }
  /// Whether the run in the folder continues.
  var resume: Bool { get }
  /// The folder for the run and the samples.
  var out: String { get }

  /// The images in a batch.
  var batchSize: Int { get }
  /// How the model is updated.
  var rule: any UpdateRule { get }
  /// What bits per dimension are of this model: "exactly", or "at most".
  var exactness: String { get }

  /// A model that has learned nothing.
  func makeModel(using weights: RandomStream) -> Model
  /// Shows what else the model can do.
  func show(_ model: Model, on images: BinaryImages) throws
}

extension ImageModelExample {
  /// Trains, measures and draws.
  public func run() throws {
    try withMeasuredConvolutions {
      let images = try BinaryImages(dataset)
      let model = try train(on: images)
      try measure(model, on: images)
      try draw(from: model)
      try show(model, on: images)
    }
    print("The images are in \(out).")
  }

  /// Throws `ValidationError` unless the options of all models make sense.
  public func validateCommonOptions() throws {
    guard minutes > 0 else { throw ValidationError("--minutes must be positive.") }
    guard samples > 0 else { throw ValidationError("--samples must be positive.") }
  }

  private func train(on images: BinaryImages) throws -> Model {
    let weights = RandomStream(seed: 0, purpose: "weights")
    let updater = ImageModelUpdater(
      makeModel(using: weights),
      average: makeModel(using: weights),
      rule,
      using: RandomStream(seed: 0, purpose: "noise")
    )
    let batches = try ShuffledBatches(
      images.training,
      batchSize: batchSize,
      stream: RandomStream(seed: 0, purpose: "shuffling")
    )
    let trainer = Trainer(
      updater,
      on: batches,
      until: .epochs(1_000_000),
      writingTo: try RunFolder(out, resume ? .resume : .overwrite)
    )
    let console = Console.standardOutput()
    trainer.extend(LogReport(), every: .iterations(50))
    trainer.extend(
      PrintTable(columns: ["epoch", "iteration", "elapsed_time"] + Model.parts, on: console),
      every: .iterations(50)
    )
    trainer.extend(Snapshots(keeping: 1), every: .never)
    if resume { try trainer.resume(from: SnapshotFile.latest(in: out)) }
    try SignalWatch.during { request in
      _ = try trainer.run(stopping: request) { signal in
        signal ?? (trainer.elapsedTime < minutes * 60 ? nil : .interrupt)
      }
    }
    return updater.average
  }

  private func measure(_ model: Model, on images: BinaryImages) throws {
    let random = RandomStream(seed: 0, purpose: "evaluation")
    let parts = try images.bitsPerDimension(of: model, using: random)
    let terms = zip(Model.parts, parts).map { "\($0) \(digits($1))" }.joined(separator: " + ")
    let sum = digits(parts.reduce(0, +)) + (parts.count > 1 ? " = \(terms)" : "")
    print("Bits per dimension of the test split, \(exactness): \(sum)")
    let single = try images.bitsPerDimensionOfSinglePixels()
    print("If every pixel were independent of the others: \(digits(single))")
  }

  /// Writes samples: all of them to a folder, and the first to a grid.
  private func draw(from model: Model) throws {
    let random = RandomStream(seed: 0, purpose: "samples")
    var drawn: [Image] = []
    let seconds =
      ContinuousClock().measure {
        for first in stride(from: 0, to: samples, by: 250) {
          let count = min(250, samples - first)
          drawn += PixelRange.unit.images(model.sample(count, using: random))
        }
      } / .seconds(1)
    print("\(samples) samples took \(String(format: "%.3f", seconds)) s.")
    try write(drawn.prefix(64).map(\.self), columns: 8, as: "samples")
    let folder = "\(out)/samples"
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // Those of an earlier run, which may have been more.
    for name in try files.contentsOfDirectory(atPath: folder) where isSample(name) {
      try files.removeItem(atPath: "\(folder)/\(name)")
    }
    for (index, image) in drawn.enumerated() {
      try PNG.write(image, to: "\(folder)/\(String(format: "%05d", index + 1)).png")
    }
  }

  private func isSample(_ name: String) -> Bool {
    name.hasSuffix(".png") && name.count == 9 && name.prefix(5).allSatisfy(\.isNumber)
  }

  /// Writes images, values from 0 to 1, to `name`.png, in a grid.
  public func write(_ images: Tensor, columns: Int, as name: String) throws {
    try write(PixelRange.unit.images(images), columns: columns, as: name)
  }

  private func digits(_ value: Double) -> String { String(format: "%.4f", value) }

  private func write(_ images: [Image], columns: Int, as name: String) throws {
    let grid = ImageGrid(rows: (images.count - 1) / columns + 1, columns: columns)
    try PNG.write(grid.image(of: images), to: "\(out)/\(name).png")
  }
}
