import Preconditions
public import Randomness

/// Draws a generator's inputs: latent vectors, and conditions from a separate stream, so that the vectors do
/// not depend on the conditions.
public struct InputSampler {
  private let latent: Latent
  private let conditioning: Conditioning
  private let vectors: RandomStream
  private let conditions: RandomStream
  private let label: Int?
  private let truncation: Truncation?
  /// Where redrawn elements of truncated vectors come from.
  private let redraws: RandomStream

  /// A sampler of given streams.
  ///
  /// - Parameters:
  ///   - latent: The distribution of the vectors.
  ///   - conditioning: What the generator is conditioned on.
  ///   - vectors: Where the vectors come from.
  ///   - conditions: Where the conditions come from; untouched where there is nothing to draw.
  ///   - label: The class of all images, or `nil` to draw each one's.
  ///   - truncation: How the vectors are truncated, if they are: redrawn elements come from a stream beside theirs.
  /// - Precondition: The label is one of the classes; only normal vectors are truncated.
  public init(
    _ latent: Latent,
    _ conditioning: Conditioning,
    vectors: RandomStream,
    conditions: RandomStream,
    label: Int? = nil,
    truncation: Truncation? = nil
  ) {
    require(
      label.map { (0..<conditioning.classCount).contains($0) } ?? true,
      "InputSampler: class \(label ?? 0) of \(conditioning.classCount)"
    )
    require(
      truncation == nil || latent.distribution == .normal,
      "InputSampler: \(latent.distribution) vectors are not truncated"
    )
    (self.latent, self.conditioning) = (latent, conditioning)
    (self.vectors, self.conditions, self.label) = (vectors, conditions, label)
    self.truncation = truncation
    redraws = RandomStream(seed: vectors.seed, purpose: vectors.purpose + " redrawn")
  }

  /// Draws `count` independent inputs.
  public func callAsFunction(_ count: Int) -> GeneratorInput {
    let condition =
      label.map { .classes(Array(repeating: $0, count: count), of: conditioning.classCount) }
      ?? conditioning.sample(count, using: conditions)
    let z = latent.sample(count, using: vectors)
    return GeneratorInput(truncation?(z, redrawingFrom: redraws) ?? z, condition)
  }
}
