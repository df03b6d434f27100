internal import Adversarial
public import Datasets
public import Evaluation
internal import Imaging
internal import TensorCore

/// A generator's samples as images to be evaluated: the bytes that would be in their files.
public struct GeneratorSamples: SampleSource {
  private let sampler: Sampler
  /// The classes of the samples in turn; `nil` to draw each one's.
  private let labels: [Int]?
  /// Its name for people.
  public let name: String

  /// The samples of a generator.
  ///
  /// - Parameters:
  ///   - sampler: The generator.
  ///   - name: Its name for people.
  ///   - labels: The classes of the samples in turn, such as those of the real images that they are compared with; `nil`
  ///     or none to draw each one's.
  /// - Precondition: The generator knows the classes.
  public init(of sampler: Sampler, named name: String, ofClasses labels: [Int]? = nil) {
    (self.sampler, self.name) = (sampler, name)
    self.labels = (labels ?? []).isEmpty ? nil : labels
  }

  /// The shape of the recipe's images.
  public var shape: ImageShape { sampler.recipe.image }

  /// `nil`: there is no limit.
  public var count: Int? { nil }

  /// Generates some of `count` images; those that `forger generate` makes with the same seed, but for their classes.
  ///
  /// - Throws: What `body` throws.
  public func forEachBatch(
    of count: Int,
    seed: UInt64,
    where takes: (_ number: Int) -> Bool,
    _ body: (_ batch: ImageBatch, _ first: Int) throws -> Void
  ) throws {
    let range = sampler.recipe.pixelRange
    try sampler.forEachPart(of: count, seed: seed, labels: labels, where: takes) {
      try body(ImageBatch(of: range.images($1), shape: shape, labels: $0.condition.labels), $2)
    }
  }
}
