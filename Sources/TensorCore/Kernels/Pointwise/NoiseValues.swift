import Randomness

/// Where a kernel takes standard normal noise from.
enum NoiseValues {
  /// From memory: what a recording holds.
  case given(Storage)
  /// From a stream, starting at a block: made where it is needed, never written to memory.
  case drawn(RandomBlocks, first: UInt64)

  /// The noise for `count` values that a source has next.
  init(of source: any NoiseSource, shape: Shape) {
    if let stream = source as? RandomStream {
      let count = RandomBlocks.count(forNumbers: shape.elementCount)
      self = .drawn(stream.blocks, first: stream.reserve(blocks: count))
    } else {
      self = .given(source.standardNormal(shape).storage)
    }
  }

  /// So many numbers fit the first-level cache.
  private static let chunk = 2048

  /// Calls `body` with the noise of parts of `range`, one after the other.
  ///
  /// - Precondition: `range` starts at a multiple of 64.
  func forEachChunk(of range: Range<Int>, _ body: (Range<Int>, UnsafePointer<Float>) -> Void) {
    switch self {
    case .given(let storage): body(range, storage.base + range.lowerBound)
    case .drawn(let blocks, let first):
      withUnsafeTemporaryAllocation(
        byteCount: Self.chunk * MemoryLayout<Float>.stride,
        alignment: 64
      ) { memory in
        let numbers = memory.bindMemory(to: Float.self)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunk) {
          let part = start..<min(start + Self.chunk, range.upperBound)
          // Whole vectors of 8 are read of it.
          let filled = UnsafeMutableBufferPointer(
            rebasing: numbers.prefix((part.count + 7) / 8 * 8)
          )
          blocks.fillNormal(filled, from: RandomBlocks.block(ofNumber: start, after: first))
          if let base = filled.baseAddress { body(part, UnsafePointer(base)) }
        }
      }
    }
  }
}
