public import Randomness
public import TensorCore

/// Where the generator's inputs come from.
public struct Latent: Codable, Equatable, Sendable {
  /// How each number of a latent vector is distributed.
  public enum Distribution: String, CaseIterable, Codable, Sendable {
    /// Uniform in −1..<1.
    case uniform
    /// Normal with mean 0 and variance 1.
    case normal
  }

  /// The length of a latent vector.
  public var size: Int
  /// How its numbers are distributed.
  public var distribution: Distribution

  /// Vectors of a length.
  public init(size: Int, distribution: Distribution) {
    self.size = size
    self.distribution = distribution
  }

  /// `count` independent vectors, `[count, size]`.
  public func sample(_ count: Int, using random: RandomStream) -> Tensor {
    switch distribution {
    case .uniform: .uniform([count, size], from: -1, to: 1, using: random)
    case .normal: .normal([count, size], using: random)
    }
  }
}
