/// A counter-based stream of random numbers for one purpose: equal seeds, purposes and positions give equal
/// numbers on every machine and with any number of threads.
///
/// ```swift
/// let latent = RandomStream(seed: 0, purpose: "latent")
/// latent.fillUniform(buffer, low: -1, high: 1)
/// let resumeFrom = latent.position  // All there is to save.
/// ```
///
/// Every draw uses whole blocks of 128 bits: an integer one, a fill 16 for every 64 numbers.
///
/// Source: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3" (Philox 4×32-10).
public final class RandomStream {
  /// The purpose of the numbers, such as "weights" or "latent"; part of the key.
  public let purpose: String
  /// The random bits, for fills that are split among threads.
  public let blocks: RandomBlocks
  /// The number of 128-bit blocks drawn so far, which is the whole state of the stream.
  public var position: UInt64

  /// The seed that all streams of a run share.
  public var seed: UInt64 { blocks.seed }

  /// The stream for a purpose, starting at a position.
  public init(seed: UInt64, purpose: String, position: UInt64 = 0) {
    self.purpose = purpose
    self.position = position
    blocks = RandomBlocks(seed: seed, purpose: purpose)
  }

  /// Reserves `count` blocks and returns the index of the first, to be read through ``blocks``.
  public func reserve(blocks count: UInt64) -> UInt64 {
    defer { position &+= count }
    return position
  }
}
