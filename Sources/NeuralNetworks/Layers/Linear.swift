import Preconditions
public import Randomness
public import TensorCore

/// A fully connected layer: x · W + b.
public final class Linear: WeightedLayer, Partwise {
  /// `[inputs, outputs]`.
  public let weight: Parameter
  /// `[outputs]`, if the layer has one.
  public let bias: Parameter?

  /// A layer with freshly drawn weights.
  ///
  /// - Precondition: Both sizes are positive.
  public init(
    _ inputs: Int,
    _ outputs: Int,
    hasBias: Bool = true,
    weights: Initializer = .pyTorchDefault,
    biases: Initializer = .zeros,
    using random: RandomStream
  ) {
    require(inputs > 0 && outputs > 0, "Linear: \(inputs) inputs and \(outputs) outputs")
    let fans = Initializer.Fans(input: inputs, output: outputs)
    weight = Parameter(weights([inputs, outputs], fans: fans, using: random))
    bias = hasBias ? Parameter(biases([outputs], fans: fans, using: random)) : nil
  }

  /// Maps `[N, inputs]` to `[N, outputs]`, with a weight `[inputs, outputs]`.
  public func callAsFunction(_ x: Tensor, weight: Tensor) -> Tensor {
    bias.map { linear(x, weight, bias: $0.value) } ?? matrixProduct(x, weight)
  }
}
