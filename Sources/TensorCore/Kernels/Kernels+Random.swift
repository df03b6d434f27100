import Randomness

/// Random numbers, drawn by all threads; they do not depend on how many there are.
extension Kernels {
  /// So many numbers of a distribution.
  static func random(_ fill: RandomFill, count: Int) -> Storage {
    let result = Storage(count: count)
    nonisolated(unsafe) let numbers = result.values
    ThreadPool.forEach(
      count,
      grain: vectorGrain,
      alignment: RandomBlocks.numbersPerUnit
    ) { range in
      fill.write(
        UnsafeMutableBufferPointer(rebasing: numbers[range]),
        from: RandomBlocks.block(ofNumber: range.lowerBound, after: fill.first)
      )
    }
    return result
  }
}

extension RandomFill {
  /// Writes part of the numbers, from a block on.
  fileprivate func write(_ numbers: UnsafeMutableBufferPointer<Float>, from block: UInt64) {
    switch distribution {
    case .uniform(let low, let high):
      blocks.fillUniform(numbers, low: low, high: high, from: block)
    case .normal(let mean, let deviation):
      blocks.fillNormal(numbers, mean: mean, standardDeviation: deviation, from: block)
    case .truncatedNormal(let mean, let deviation):
      blocks.fillTruncatedNormal(numbers, mean: mean, standardDeviation: deviation, from: block)
    }
  }
}
