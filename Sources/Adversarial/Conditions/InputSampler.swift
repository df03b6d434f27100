import Preconditions
public import Randomness

/// Draws what a generator gets: latent vectors, and conditions from a stream of their own, so that vectors are
/// the same whatever is asked for.
public struct InputSampler {
  private let latent: Latent
  private let conditioning: Conditioning
  private let vectors: RandomStream
  private let conditions: RandomStream
  private let label: Int?

  /// A sampler that draws from given streams.
  ///
  /// - Parameters:
  ///   - latent: How vectors are distributed.
  ///   - conditioning: What the generator is conditioned on.
  ///   - vectors: Where the vectors come from.
  ///   - conditions: Where the conditions come from; untouched where there is nothing to draw.
  ///   - label: The class of all images, or `nil` to draw each one's.
  /// - Precondition: The label is one of the classes.
  public init(
    _ latent: Latent,
    _ conditioning: Conditioning,
    vectors: RandomStream,
    conditions: RandomStream,
    label: Int? = nil
  ) {
    require(
      label.map { (0..<conditioning.classCount).contains($0) } ?? true,
      "InputSampler: class \(label ?? 0) of \(conditioning.classCount)"
    )
    (self.latent, self.conditioning) = (latent, conditioning)
    (self.vectors, self.conditions, self.label) = (vectors, conditions, label)
  }

  /// Draws `count` independent inputs.
  public func callAsFunction(_ count: Int) -> GeneratorInput {
    let condition =
      label.map { .classes(Array(repeating: $0, count: count), of: conditioning.classCount) }
      ?? conditioning.sample(count, using: conditions)
    return GeneratorInput(latent.sample(count, using: vectors), condition)
  }
}
