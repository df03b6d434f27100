internal import CKernels
import Preconditions

extension RandomBlocks {
  /// Fills `numbers` with uniform numbers in [low, high), of 24 random bits each.
  ///
  /// - Precondition: `low` < `high`, and their difference is finite.
  public func fillUniform(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    low: Float = 0,
    high: Float = 1,
    from block: UInt64
  ) {
    require(
      low < high && (high - low).isFinite,
      "no uniform numbers lie in [\(low), \(high))"
    )
    forger_random_uniform(numbers.baseAddress, numbers.count, block, seed, key, low, high)
  }

  /// Fills `numbers` with normal numbers, by Box and Muller's transform.
  ///
  /// They reach to 6.66 standard deviations, with an absolute error below 1e-6 of them.
  ///
  /// - Precondition: `mean` is finite, `standardDeviation` finite and not negative.
  public func fillNormal(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    mean: Float = 0,
    standardDeviation: Float = 1,
    from block: UInt64
  ) {
    fill(numbers, by: forger_random_normal, mean, standardDeviation, from: block)
  }

  /// Fills `numbers` with normal numbers that lie within two standard deviations of the mean.
  ///
  /// This is TensorFlow's truncated normal distribution: `standardDeviation` is that of the whole bell;
  /// what is left of it deviates by 0.87962566 of that. The numbers are made by inversion, one word
  /// each, with an absolute error below 1e-6 standard deviations.
  ///
  /// - Precondition: `mean` is finite, `standardDeviation` finite and not negative.
  public func fillTruncatedNormal(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    mean: Float = 0,
    standardDeviation: Float = 1,
    from block: UInt64
  ) {
    fill(numbers, by: forger_random_truncated_normal, mean, standardDeviation, from: block)
  }

  private func fill(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    by kernel: (UnsafeMutablePointer<Float>?, Int, UInt64, UInt64, UInt64, Float, Float) -> Void,
    _ mean: Float,
    _ standardDeviation: Float,
    from block: UInt64
  ) {
    require(
      mean.isFinite && standardDeviation.isFinite && standardDeviation >= 0,
      "no normal distribution has mean \(mean) and standard deviation \(standardDeviation)"
    )
    kernel(numbers.baseAddress, numbers.count, block, seed, key, mean, standardDeviation)
  }
}
