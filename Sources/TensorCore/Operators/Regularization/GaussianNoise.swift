public import Randomness

/// Where noise comes from: a random stream, or a recording of one.
public protocol NoiseSource: AnyObject {
  /// Independent values of the standard normal distribution.
  func standardNormal(_ shape: Shape) -> Tensor
}

extension RandomStream: NoiseSource {
  /// The stream's next values.
  public func standardNormal(_ shape: Shape) -> Tensor { .normal(shape, using: self) }
}

/// Elements plus independent normal noise.
public func gaussianNoise(
  _ x: Tensor,
  standardDeviation: Float,
  from source: any NoiseSource
) -> Tensor {
  let noise = source.standardNormal(x.shape)
  let value = Kernels.map(x.storage, noise.storage) { $0 + $1 * standardDeviation }
  return .recorded("gaussianNoise", Tensor(value, shape: x.shape), inputs: [x]) { [$0.gradient] }
}
