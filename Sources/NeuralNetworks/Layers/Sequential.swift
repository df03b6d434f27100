public import TensorCore

/// Layers one after the other.
public final class Sequential: Layer {
  private let layers: [any Layer]

  /// The given layers in their order.
  public init(_ layers: any Layer...) { self.layers = layers }

  /// The output of the last layer.
  public func callAsFunction(_ x: Tensor) -> Tensor { layers.reduce(x) { $1($0) } }
}

/// A function as a layer without parameters: `Activation(relu)`.
public final class Activation: Layer {
  private let function: (Tensor) -> Tensor

  /// A layer that applies `function`.
  public init(_ function: @escaping (Tensor) -> Tensor) { self.function = function }

  /// The function's value.
  public func callAsFunction(_ x: Tensor) -> Tensor { function(x) }
}
