internal import CKernels
import Preconditions

/// The blocks of one stream, each of 128 random bits, addressed by their index.
///
/// This is the stateless half of ``RandomStream``: a value that any number of threads may read at once.
/// A fill that is split among threads gives the same numbers for every split, as long as each part
/// starts at a multiple of ``numbersPerUnit``:
///
/// ```swift
/// let first = stream.reserve(blocks: RandomBlocks.count(forNumbers: buffer.count))
/// // Then, in any order and on any thread, for ranges that start at multiples of `numbersPerUnit`:
/// stream.blocks.fillNormal(
///   UnsafeMutableBufferPointer(rebasing: buffer[range]),
///   from: RandomBlocks.block(ofNumber: range.lowerBound, after: first))
/// ```
///
/// Block *b* is Philox 4×32-10 of the counter (*b*, seed) under the key FNV-1a-64(purpose).
///
/// Source: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3".
public struct RandomBlocks: Sendable, Hashable {
  /// The numbers that a fill makes at a time; parts of a split fill start at multiples of it.
  public static let numbersPerUnit = Int(FORGER_RANDOM_UNIT_NUMBERS)
  /// The blocks that a fill takes for every ``numbersPerUnit`` numbers.
  public static let blocksPerUnit = UInt64(FORGER_RANDOM_UNIT_BLOCKS)

  /// The seed that all streams of a run share.
  public let seed: UInt64
  /// The key of the generator, a hash of the purpose that is the same on every machine.
  public let key: UInt64

  /// The blocks of a seed and a purpose.
  public init(seed: UInt64, purpose: String) {
    self.seed = seed
    key = fowlerNollVo(purpose.utf8)
  }

  /// The number of blocks that a fill of `count` numbers takes: whole units.
  public static func count(forNumbers count: Int) -> UInt64 {
    require(count >= 0, "a fill has no negative count: \(count)")
    return (UInt64(count) + UInt64(numbersPerUnit) - 1) / UInt64(numbersPerUnit) * blocksPerUnit
  }

  /// The block at which the part of a fill starts whose first number has the index `number`.
  ///
  /// - Precondition: `number` is a multiple of ``numbersPerUnit``.
  public static func block(ofNumber number: Int, after first: UInt64) -> UInt64 {
    require(
      number >= 0 && number.isMultiple(of: numbersPerUnit),
      "a part of a fill starts at a multiple of \(numbersPerUnit), not at \(number)"
    )
    return first &+ count(forNumbers: number)
  }

  /// The four words of one block.
  public subscript(block: UInt64) -> SIMD4<UInt32> {
    philox(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: block),
        UInt32(truncatingIfNeeded: block >> 32),
        UInt32(truncatingIfNeeded: seed),
        UInt32(truncatingIfNeeded: seed >> 32)
      ),
      key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    )
  }
}

/// One block of Philox 4×32-10.
package func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var result = SIMD4<UInt32>()
  withUnsafeBytes(of: counter) { counter in
    withUnsafeBytes(of: key) { key in
      withUnsafeMutableBytes(of: &result) { result in
        forger_philox_block(
          counter.assumingMemoryBound(to: UInt32.self).baseAddress,
          key.assumingMemoryBound(to: UInt32.self).baseAddress,
          result.assumingMemoryBound(to: UInt32.self).baseAddress
        )
      }
    }
  }
  return result
}

/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo; RFC 9923): `Hasher` is seeded anew in each process.
private func fowlerNollVo(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
