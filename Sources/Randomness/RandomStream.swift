/// A stream of random numbers for one purpose, counter-based: equal seeds, purposes and positions
/// give equal numbers on every machine and with any number of threads.
///
/// Source: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3" (Philox 4×32-10).
public final class RandomStream {
  /// The seed that all streams of a run share.
  public let seed: UInt64
  /// What the numbers are for, such as "weights" or "latent"; part of the key.
  public let purpose: String
  /// The number of 128-bit blocks drawn so far.
  public private(set) var position: UInt64 = 0

  /// The stream of a purpose.
  public init(seed: UInt64, purpose: String) {
    self.seed = seed
    self.purpose = purpose
  }
}
