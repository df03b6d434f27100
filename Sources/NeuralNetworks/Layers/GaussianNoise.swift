import Preconditions
public import TensorCore

/// Gaussian noise added in training, none in inference.
public final class GaussianNoise: Layer {
  private let standardDeviation: Float
  private let source: any NoiseSource

  /// A layer that adds noise from a source.
  ///
  /// - Precondition: `standardDeviation` is not negative.
  public init(standardDeviation: Float, from source: any NoiseSource) {
    require(standardDeviation >= 0, "GaussianNoise: a deviation of \(standardDeviation)")
    self.standardDeviation = standardDeviation
    self.source = source
  }

  /// Maps a tensor of any shape to one of the same shape.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Mode.current == .training else { return x }
    BatchParts.requireOne(self)
    return gaussianNoise(x, standardDeviation: standardDeviation, from: source)
  }
}
