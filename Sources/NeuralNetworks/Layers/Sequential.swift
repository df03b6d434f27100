public import TensorCore

/// Layers one after the other.
public final class Sequential: Layer, Partwise {
  private let layers: [any Layer]

  /// The given layers in their order.
  public init(_ layers: any Layer...) { self.layers = layers }

  /// What comes out of the last layer.
  public func callAsFunction(_ x: Tensor) -> Tensor { layers.reduce(x) { $1($0) } }

  /// Whether all layers are.
  public var isPartwise: Bool {
    layers.allSatisfy { ($0 as? any Partwise)?.isPartwise == true }
  }
}

/// A function of single elements or examples as a layer without parameters: `Activation(relu)`.
public final class Activation: Layer, Partwise {
  private let function: (Tensor) -> Tensor

  /// A layer that applies `function`, whose result for an example does not depend on the others of a batch.
  public init(_ function: @escaping (Tensor) -> Tensor) { self.function = function }

  /// The function's value.
  public func callAsFunction(_ x: Tensor) -> Tensor { function(x) }
}
