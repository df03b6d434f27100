import Randomness

/// Random numbers, drawn by all threads; they do not depend on how many there are.
extension Kernels {
  /// Fills with values uniform in `low..<high`.
  static func fillUniform(
    _ target: Storage,
    from low: Float,
    to high: Float,
    using random: RandomStream
  ) {
    fill(target, using: random) { $0.fillUniform($1, low: low, high: high, from: $2) }
  }

  /// Fills with values of a normal distribution.
  static func fillNormal(
    _ target: Storage,
    mean: Float,
    standardDeviation: Float,
    using random: RandomStream
  ) {
    fill(target, using: random) {
      $0.fillNormal($1, mean: mean, standardDeviation: standardDeviation, from: $2)
    }
  }

  /// Fills with values of a normal distribution that lie within two standard deviations.
  static func fillTruncatedNormal(
    _ target: Storage,
    mean: Float,
    standardDeviation: Float,
    using random: RandomStream
  ) {
    fill(target, using: random) {
      $0.fillTruncatedNormal($1, mean: mean, standardDeviation: standardDeviation, from: $2)
    }
  }

  private static func fill(
    _ target: Storage,
    using random: RandomStream,
    _ draw: (RandomBlocks, UnsafeMutableBufferPointer<Float>, UInt64) -> Void
  ) {
    Profiler.measure("random numbers", .init(values: target.count)) {
      let blocks = random.blocks
      let first = random.reserve(blocks: RandomBlocks.count(forNumbers: target.count))
      withoutActuallyEscaping(draw) { draw in
        ThreadPool.forEach(
          target.count,
          grain: vectorGrain,
          alignment: RandomBlocks.numbersPerUnit
        ) { range in
          let part = UnsafeMutableBufferPointer(rebasing: target.values[range])
          draw(blocks, part, RandomBlocks.block(ofNumber: range.lowerBound, after: first))
        }
      }
    }
  }
}
