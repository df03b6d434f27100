internal import Adversarial
public import Datasets
public import Evaluation
internal import Imaging
internal import TensorCore

/// What a generator makes, as images to be evaluated: the bytes that would be in their files.
public struct GeneratorSamples: SampleSource {
  private let gan: GAN
  /// What people call it.
  public let name: String

  /// The images of a recipe's sampling generator: of its moving average if it has one.
  public init(of gan: GAN, named name: String) {
    (self.gan, self.name) = (gan, name)
  }

  /// The shape of the recipe's images.
  public var shape: ImageShape { gan.recipe.image }

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
    try gan.forEachPart(of: count, seed: seed) { input, values, _ in
      let images = gan.recipe.pixelRange.images(values)
      try body(ImageBatch(of: images, shape: shape, labels: input.condition.labels))
    }
  }
}
