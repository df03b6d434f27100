public import Randomness
public import TensorCore

/// The latent vectors: their length and distribution.
public struct Latent: Codable, Equatable, Sendable {
  /// The distribution of each element of a latent vector.
  public enum Distribution: String, CaseIterable, Codable, Sendable {
    /// Uniform in −1..<1.
    case uniform
    /// Gaussian with mean 0 and variance 1.
    case normal
  }

  /// The length of a latent vector.
  public var size: Int
  /// The distribution of its elements.
  public var distribution: Distribution

  /// Latent vectors of a length and distribution.
  public init(size: Int, distribution: Distribution) {
    self.size = size
    self.distribution = distribution
  }

  /// Draws `count` independent vectors, `[count, size]`.
  public func sample(_ count: Int, using random: RandomStream) -> Tensor {
    switch distribution {
    case .uniform: .uniform([count, size], from: -1, to: 1, using: random)
    case .normal: .normal([count, size], using: random)
    }
  }
}
