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

/// Independent normal noise, drawn when it is added.
public struct Noise {
  /// The standard deviation.
  public let standardDeviation: Float
  /// Where it comes from.
  public let source: any NoiseSource

  /// Noise of a standard deviation.
  public init(standardDeviation: Float, from source: any NoiseSource) {
    self.standardDeviation = standardDeviation
    self.source = source
  }

  /// The source's next values, in the form that kernels take.
  func values(_ shape: Shape) -> (values: NoiseValues, standardDeviation: Float) {
    (NoiseValues(of: source, shape: shape), standardDeviation)
  }
}

/// Elements plus independent normal noise.
public func gaussianNoise(
  _ x: Tensor,
  standardDeviation: Float,
  from source: any NoiseSource
) -> Tensor {
  let noise = Noise(standardDeviation: standardDeviation, from: source)
  let pass = Pass(noise: noise.values(x.shape))
  let value = Kernels.apply(pass, to: x.storage, operator: "gaussianNoise").values
  return .recorded("gaussianNoise", Tensor(value, shape: x.shape), inputs: [x]) { [$0.gradient] }
}
