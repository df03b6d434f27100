import Randomness

/// Where a kernel takes standard normal noise from.
struct NoiseValues {
  /// What the noise is multiplied with.
  let standardDeviation: Float
  private let source: NoiseAddition.Source
  /// What a recording holds.
  private let given: Storage?

  /// The noise of an operation, whose last operand it is where it is given.
  ///
  /// Noise that is drawn is made where it is needed and never written to memory.
  init(_ addition: NoiseAddition, given: Operand?) {
    standardDeviation = addition.standardDeviation
    source = addition.source
    self.given = addition.source == .given ? given?.storage : nil
  }

  /// So many numbers fit the first-level cache.
  private static let chunk = 2048

  /// Calls `body` with the noise of parts of `range`, one after the other.
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
