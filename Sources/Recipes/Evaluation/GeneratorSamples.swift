internal import Adversarial
public import Datasets
public import Evaluation
internal import Imaging
internal import TensorCore

/// What a generator makes, as images to be evaluated: the bytes that would be in their files.
public struct GeneratorSamples: SampleSource {
  private let players: Players
  /// What people call it.
  public let name: String

  /// The images of a recipe's sampling generator: of its moving average if it has one.
  public init(of players: Players, named name: String) {
    (self.players, self.name) = (players, name)
  }

  /// The shape of the recipe's images.
  public var shape: ImageShape { players.recipe.image }

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
    try players.forEachPart(of: count, seed: seed) { _, images, _ in
      try body(ImageBatch(of: players.recipe.pixelRange.images(images), shape: shape))
    }
  }
}
