import Archives
public import Datasets
import Foundation
import NeuralNetworks
public import Randomness
public import TensorCore

/// Images of a dataset in black and white, 28×28.
public struct BinaryImages {
  /// The shape of every image.
  public static let shape = ImageShape(height: 28, width: 28, channels: 1)
  /// The images that models learn from.
  public let training: any ImageDataset
  /// The images that they have not seen.
  public let test: any ImageDataset

  /// Both splits of a dataset.
  ///
  /// - Throws: `FileProblem` where the dataset is not found or has no test split.
  public init(_ dataset: String) throws {
    training = try Datasets.open(dataset).adapted(to: Self.shape)
    guard let test = try Datasets.openTestPart(of: dataset) else {
      throw FileProblem(dataset, found: "has no test split", expected: "a dataset with one")
    }
    self.test = test.adapted(to: Self.shape)
  }

  /// Images of this shape.
  public init(training: any ImageDataset, test: any ImageDataset) {
    (self.training, self.test) = (training, test)
  }

  /// A batch as 0 where it is darker than half of white and 1 elsewhere, `[N, H, W, 1]`.
  public static func tensor(_ batch: ImageBatch) -> Tensor {
    let bits = batch.pixels.map { $0 < 128 ? UInt8(0) : 1 }
    let shape = batch.shape
    return Tensor(
      bytes: bits,
      shape: [batch.count, shape.height, shape.width, shape.channels],
      scale: 1
    )
  }

  /// Passes all images of a split to `body`, a batch at a time.
  public static func forEachBatch(
    of images: any ImageDataset,
    _ body: (Tensor) throws -> Void
  ) throws {
    for first in stride(from: 0, to: images.count, by: 200) {
      let indices = Array(first..<min(first + 200, images.count))
      try body(tensor(try images.batch(of: indices)))
    }
  }

  /// Bits per dimension of the test split under a model, part by part.
  public func bitsPerDimension<Model: ImageModel>(
    of model: Model,
    using random: RandomStream
  ) throws -> [Double] {
    var nats = Model.parts.map { _ in 0.0 }
    try Self.forEachBatch(of: test) { images in
      let parts = inference { model.nats(of: images, using: random) }
      for (index, part) in parts.enumerated() { nats[index] += Double(part.sum().scalar) }
    }
    return nats.map { $0 / (log(2) * Double(test.count * Self.shape.byteCount)) }
  }

  /// Bits per dimension of the test split if every pixel is 1 as often as in the training split, whatever the
  /// others are: what a model has to beat.
  public func bitsPerDimensionOfSinglePixels() throws -> Double {
    func counts(of images: any ImageDataset) throws -> [Double] {
      var counts = [Double](repeating: 0, count: Self.shape.byteCount)
      try Self.forEachBatch(of: images) { images in
        let sums = images.flattened.sum(along: [0]).scalars
        for (index, sum) in sums.enumerated() { counts[index] += Double(sum) }
      }
      return counts
    }
    // Laplace's rule: no pixel is certain.
    let probabilities = try counts(of: training).map { ($0 + 1) / Double(training.count + 2) }
    let share = try counts(of: test).map { $0 / Double(test.count) }
    let bits = zip(share, probabilities).map { t, p in -t * log2(p) - (1 - t) * log2(1 - p) }
    return bits.reduce(0, +) / Double(bits.count)
  }
}
