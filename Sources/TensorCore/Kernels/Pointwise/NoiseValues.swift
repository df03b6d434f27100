import Randomness

/// A kernel's source of standard Gaussian noise.
struct NoiseValues {
  /// The factor of the noise.
  let standardDeviation: Float
  private let source: NoiseAddition.Source
  /// Noise that is given rather than drawn.
  private let given: Storage?

  /// The noise of an operation; given noise is the operation's last operand.
  ///
  /// Drawn noise is generated where it is needed and never written to memory.
  init(_ addition: NoiseAddition, given: Operand?) {
    standardDeviation = addition.standardDeviation
    source = addition.source
    self.given = addition.source == .given ? given?.storage : nil
  }

  /// A chunk fits the first-level cache.
  private static let chunk = 2048

  /// Calls `body` with the noise for chunks of `range`, one after the other.
  ///
  /// - Precondition: `range` starts at a multiple of 64.
  func forEachChunk(of range: Range<Int>, _ body: (Range<Int>, UnsafePointer<Float>) -> Void) {
    switch source {
    case .given:
      guard let given else { fatalError("no noise is given") }
      body(range, given.base + range.lowerBound)
    case .drawn(let blocks, let first):
      withUnsafeTemporaryAllocation(
        byteCount: Self.chunk * MemoryLayout<Float>.stride,
        alignment: 64
      ) { memory in
        let numbers = memory.bindMemory(to: Float.self)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunk) {
          let part = start..<min(start + Self.chunk, range.upperBound)
          // It is read in whole vectors of 8.
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
