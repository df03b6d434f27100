internal import Adversarial
public import Datasets
public import Evaluation
internal import Imaging
internal import TensorCore

/// What a generator makes, as images to be evaluated: the bytes that would be in their files.
public struct GeneratorSamples: SampleSource {
  private let sampler: Sampler
  /// What people call it.
  public let name: String

  /// The images of a generator.
  public init(of sampler: Sampler, named name: String) {
    (self.sampler, self.name) = (sampler, name)
  }

  /// The shape of the recipe's images.
  public var shape: ImageShape { sampler.recipe.image }

  /// `nil`: there is no end of them.
  public var count: Int? { nil }

  /// Makes so many images; the ones that `forger generate` makes with the same seed.
  ///
  /// - Throws: What `body` throws.
  public func forEachBatch(
    of count: Int,
    seed: UInt64,
    _ body: (ImageBatch) throws -> Void
  ) throws {
    try sampler.forEachPart(of: count, seed: seed) { input, values, _ in
      let images = sampler.recipe.pixelRange.images(values)
      try body(ImageBatch(of: images, shape: shape, labels: input.condition.labels))
    }
  }
}
