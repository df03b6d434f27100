public import Randomness

/// Draws what a generator gets: latent vectors, and conditions from a stream of their own, so that vectors are
/// the same whatever is asked for.
public struct InputSampler {
  private let latent: Latent
  private let conditioning: Conditioning
  private let vectors: RandomStream
  private let conditions: RandomStream

  /// A sampler that draws from given streams.
  ///
  /// - Parameters:
  ///   - latent: How vectors are distributed.
  ///   - conditioning: What the generator is conditioned on.
  ///   - vectors: Where the vectors come from.
  ///   - conditions: Where the conditions come from; untouched where the generator is unconditional.
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
