public import TensorCore

/// Normal noise added in training, none in inference.
public final class GaussianNoise: Layer {
  private let noise: Noise

  /// A layer that adds noise from a source.
  ///
  /// - Precondition: `standardDeviation` is not negative.
  public init(standardDeviation: Float, from source: any NoiseSource) {
    require(standardDeviation >= 0, "GaussianNoise: a deviation of \(standardDeviation)")
    noise = Noise(standardDeviation: standardDeviation, from: source)
  }

  /// Maps a tensor of any shape to one of the same shape.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard let current else { return x }
    return gaussianNoise(x, standardDeviation: current.standardDeviation, from: current.source)
  }

  /// The noise, then leaky ReLU, in one pass over memory.
  public func callAsFunction(_ x: Tensor, leakyReLU slope: Float) -> Tensor {
    leakyReLU(x, slope: slope, adding: current)
  }

  /// What is added in the current mode.
  var current: Noise? { Mode.current == .training ? noise : nil }
}
