import Preconditions
public import Randomness
public import TensorCore

/// A vector for each class, which is learned.
///
/// Classes are given as shares, `[N, classes]`: a 1 for the class of each example and zeros elsewhere, or a
/// mixture of several.
public final class Embedding: Layer, Partwise {
  /// The classes' vectors, `[classes, size]`.
  public let weight: Parameter

  /// Vectors freshly drawn.
  ///
  /// - Parameters:
  ///   - classes: The number of classes.
  ///   - size: The length of a vector.
  ///   - weights: What they are drawn from; for an initializer that asks, a vector is made from one input.
  ///   - random: Where they come from.
  /// - Precondition: Both sizes are positive.
  public init(
    _ classes: Int,
    _ size: Int,
    weights: Initializer = .normal(1),
    using random: RandomStream
  ) {
    require(classes > 0 && size > 0, "Embedding: \(classes) classes as vectors of \(size)")
    let fans = Initializer.Fans(input: 1, output: size)
    weight = Parameter(weights([classes, size], fans: fans, using: random))
  }

  /// Maps shares `[N, classes]` to `[N, size]`.
  public func callAsFunction(_ shares: Tensor) -> Tensor { matrixProduct(shares, weight.value) }
}
