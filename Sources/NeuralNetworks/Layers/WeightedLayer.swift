public import TensorCore

/// A layer that is linear in its weight, which another can replace, as `SpectralNorm` needs.
public protocol WeightedLayer: Layer {
  /// The learned weight; its last axis counts the outputs.
  var weight: Parameter { get }

  /// The layer's output with another weight of the same shape.
  func callAsFunction(_ x: Tensor, weight: Tensor) -> Tensor
}

extension WeightedLayer {
  /// The layer's output with its own weight.
  public func callAsFunction(_ x: Tensor) -> Tensor { self(x, weight: weight.value) }
}
