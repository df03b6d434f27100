import Randomness
public import TensorCore

extension Tensor {
  /// Uniform values that are the same for the same seed.
  public static func sample(
    _ shape: Shape,
    from low: Float = -1,
    to high: Float = 1,
    seed: UInt64 = 0
  ) -> Tensor {
    .uniform(shape, from: low, to: high, using: RandomStream(seed: seed, purpose: "samples"))
  }

  /// Values in a random order that are all different: odd multiples of half of `spacing`, around 0.
  ///
  /// For functions with kinks where values are equal or 0: differences with steps below a quarter of
  /// `spacing` do not reach over a kink.
  public static func distinctSample(
    _ shape: Shape,
    spacing: Float = 0.25,
    seed: UInt64 = 0
  ) -> Tensor {
    let count = shape.elementCount
    let order = RandomStream(seed: seed, purpose: "distinct samples").permutation(of: count)
    return Tensor(
      order.map { (Float($0 - count / 2) + 0.5) * spacing },
      shape: shape
    )
  }
}
