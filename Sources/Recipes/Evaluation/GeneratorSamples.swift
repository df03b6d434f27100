internal import Adversarial
public import Datasets
public import Evaluation
internal import Imaging
internal import TensorCore

/// A generator's samples as images to be evaluated: the bytes that would be in their files.
public struct GeneratorSamples: SampleSource {
  private let sampler: Sampler
  /// Its name for people.
  public let name: String

  /// The samples of a generator.
  public init(of sampler: Sampler, named name: String) {
    (self.sampler, self.name) = (sampler, name)
  }

  /// The shape of the recipe's images.
  public var shape: ImageShape { sampler.recipe.image }

  /// `nil`: there is no limit.
  public var count: Int? { nil }

  /// Generates some of `count` images; those that `forger generate` makes with the same seed.
  ///
  /// - Throws: What `body` throws.
  public func forEachBatch(
    of count: Int,
    seed: UInt64,
    where takes: (_ number: Int) -> Bool,
    _ body: (_ batch: ImageBatch, _ first: Int) throws -> Void
  ) throws {
    try sampler.forEachPart(of: count, seed: seed, where: takes) { input, values, first in
      let images = sampler.recipe.pixelRange.images(values)
      try body(ImageBatch(of: images, shape: shape, labels: input.condition.labels), first)
    }
  }
}
