public import Randomness

/// A source of noise: a random stream, or a recording of one.
public protocol NoiseSource: AnyObject {
  /// Independent samples of the standard Gaussian distribution.
  func standardNormal(_ shape: Shape) -> Tensor
}

extension RandomStream: NoiseSource {
  /// The stream's next values.
  public func standardNormal(_ shape: Shape) -> Tensor { .normal(shape, using: self) }
}

/// Adds independent Gaussian noise to every element.
///
/// Noise from a `RandomStream` is drawn where it is added, and never written to memory.
///
/// - Parameters:
///   - x: A tensor of any shape.
///   - standardDeviation: The standard deviation of the noise.
///   - source: The source of the noise, which draws as many values as x has.
/// - Returns: A tensor of x's shape.
public func gaussianNoise(
  _ x: Tensor,
  standardDeviation: Float,
  from source: any NoiseSource
) -> Tensor {
  let sum: Tensor
  if let stream = source as? RandomStream, let first = firstBlock(of: x.shape, in: stream) {
    let bits = NoiseAddition.Source.drawn(stream.blocks, first: first)
    let noise = NoiseAddition(standardDeviation: standardDeviation, bits)
    sum = .computed(.addNoise(noise), x, shape: x.shape)
  } else {
    let noise = NoiseAddition(standardDeviation: standardDeviation, .given)
    sum = .computed(.addNoise(noise), x, source.standardNormal(x.shape), shape: x.shape)
  }
  return .recorded("gaussianNoise", sum, inputs: [x]) { [$0.gradient] }
}

/// Reserves the blocks of numbers of a shape, and returns the first that are this worker's; `nil`, with nothing
/// reserved, where those of its share of a batch do not begin with a block or are not in one piece.
private func firstBlock(of shape: Shape, in stream: RandomStream) -> UInt64? {
  guard shape.rank > 0, let share = Context.current.share,
    let whole = share.wholeCount(for: shape[0])
  else { return stream.reserve(blocks: RandomBlocks.count(forNumbers: shape.elementCount)) }
  let length = shape.elementCount / shape[0]
  let start = share.range.lowerBound * length
  guard whole == share.count, start.isMultiple(of: RandomBlocks.numbersPerUnit) else { return nil }
  let first = stream.reserve(blocks: RandomBlocks.count(forNumbers: whole * length))
  return RandomBlocks.block(ofNumber: start, after: first)
}
