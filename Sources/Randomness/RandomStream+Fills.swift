extension RandomStream {
  /// Fills `numbers` with uniform numbers in [low, high), with 24 random bits each.
  ///
  /// - Precondition: `low` < `high`, and their difference is finite.
  public func fillUniform(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    low: Float = 0,
    high: Float = 1
  ) {
    blocks.fillUniform(numbers, low: low, high: high, from: reserve(for: numbers))
  }

  /// Fills `numbers` with Gaussian numbers.
  ///
  /// - Precondition: `mean` is finite, `standardDeviation` finite and not negative.
  public func fillNormal(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    mean: Float = 0,
    standardDeviation: Float = 1
  ) {
    blocks.fillNormal(
      numbers,
      mean: mean,
      standardDeviation: standardDeviation,
      from: reserve(for: numbers)
    )
  }

  /// Fills `numbers` with Gaussian numbers truncated at two standard deviations from the mean.
  ///
  /// This is TensorFlow's truncated normal distribution: `standardDeviation` is that before truncation.
  ///
  /// - Precondition: `mean` is finite, `standardDeviation` finite and not negative.
  public func fillTruncatedNormal(
    _ numbers: UnsafeMutableBufferPointer<Float>,
    mean: Float = 0,
    standardDeviation: Float = 1
  ) {
    blocks.fillTruncatedNormal(
      numbers,
      mean: mean,
      standardDeviation: standardDeviation,
      from: reserve(for: numbers)
    )
  }

  private func reserve(for numbers: UnsafeMutableBufferPointer<Float>) -> UInt64 {
    reserve(blocks: RandomBlocks.count(forNumbers: numbers.count))
  }
}
