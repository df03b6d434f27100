public import Randomness

/// Draws a generator's inputs: latent vectors, and conditions from a separate stream, so that the vectors do
/// not depend on the conditions.
public struct InputSampler {
  private let latent: Latent
  private let conditioning: Conditioning
  private let vectors: RandomStream
  private let conditions: RandomStream

  /// A sampler of given streams.
  ///
  /// - Parameters:
  ///   - latent: The distribution of the vectors.
  ///   - conditioning: What the generator is conditioned on.
  ///   - vectors: The stream of the vectors.
  ///   - conditions: The stream of the conditions; unused if the generator is unconditional.
  public init(
    _ latent: Latent,
    _ conditioning: Conditioning,
    vectors: RandomStream,
    conditions: RandomStream
  ) {
    (self.latent, self.conditioning) = (latent, conditioning)
    (self.vectors, self.conditions) = (vectors, conditions)
  }

  /// Draws `count` independent inputs.
  public func callAsFunction(_ count: Int) -> GeneratorInput {
    GeneratorInput(
      latent.sample(count, using: vectors),
      conditioning.sample(count, using: conditions)
    )
  }
}
