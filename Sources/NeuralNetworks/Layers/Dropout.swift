import Preconditions
public import Randomness
public import TensorCore

/// Elements dropped at random in training, none in inference.
///
/// Source: Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from
/// Overfitting".
public final class Dropout: Layer {
  private let rate: Float
  private let random: RandomStream

  /// A layer that drops each element with probability `rate`, in 0..<1.
  public init(rate: Float = 0.5, using random: RandomStream) {
    require(rate >= 0 && rate < 1, "Dropout: a rate of \(rate)")
    self.rate = rate
    self.random = random
  }

  /// Maps a tensor of any shape to one of the same shape.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Mode.current == .training else { return x }
    BatchParts.requireOne(self)
    return dropout(x, rate: rate, using: random)
  }
}
